package dev.mote.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** Writes tar archives, honest and hostile ones. */
public final class TarGz {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    /** An empty archive. */
    public TarGz() {}

    /** Adds a regular file. */
    public TarGz file(String name, byte[] content) {
        return entry(name, '0', content, Long.toOctalString(content.length));
    }

    /** Adds an entry of any type whose header states a size of our choice. */
    public TarGz entry(String name, char type, byte[] content, String size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, size);
        put(header, 136, "00000000000\0");
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return this;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, offset, Math.min(bytes.length, 512 - offset));
    }

    /** The archive without compression. */
    public byte[] tar() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(tar.toByteArray());
        whole.writeBytes(new byte[1024]);
        return whole.toByteArray();
    }

    /** The archive as npm publishes it. */
    public byte[] gz() {
        return gz(tar());
    }

    /** The entries alone; gzip members can follow one another. */
    public byte[] gzWithoutEnd() {
        return gz(tar.toByteArray());
    }

    private static byte[] gz(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A registry's integrity text for a content. */
    public static String integrity(byte[] content) {
        return "sha512-" + Base64.getEncoder().encodeToString(Workbench.digest("SHA-512", content));
    }
}
