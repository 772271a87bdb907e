package dev.mote.bundle.npm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds one file in a tar stream (POSIX.1-1988 ustar, with pax headers for {@code path} and {@code
 * size}, and GNU long names), reading no further than it must. Nothing is ever written under a name
 * from the archive; an archive that holds an absolute or climbing name, a damaged header, too many
 * entries or too much before the file is refused all the same.
 *
 * <pre>
 * 0 name[100] 100 mode[8] 108 uid[8] 116 gid[8] 124 size[12] 136 mtime[12] 148 checksum[8]
 * 156 type[1] 157 link[100] 257 "ustar" 263 version[2] ... 345 prefix[155]; then the content,
 * padded to 512
 * </pre>
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">pax</a>
 */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int ENTRIES_MAX = 100_000;
    private static final int EXTENSION_BYTES_MAX = 64 << 10;
    private static final long SKIPPED_BYTES_MAX = 256L << 20;

    private final InputStream in;
    private long skipped;

    TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to a file's content, which then follows in the stream.
     *
     * @param path of the file, below the archive's single top folder
     * @return its size, or empty when the archive has no such file
     */
    java.util.OptionalLong find(String path) throws IOException {
        Optional<String> longName = Optional.empty();
        long paxSize = -1;
        for (int entry = 0; entry < ENTRIES_MAX; entry++) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || isZero(header)) {
                return java.util.OptionalLong.empty();
            }
            requireHeader(header);
            long size = number(header, 124, 12);
            char type = (char) (header[156] & 0xff);
            switch (type) {
                case 'L' -> longName = Optional.of(cString(extension(size)));
                case 'x' -> {
                    Pax pax = Pax.parse(extension(size));
                    longName = pax.path().or(() -> Optional.empty());
                    paxSize = pax.size();
                }
                case 'g', 'K' -> extension(size);
                default -> {
                    String name = longName.orElse(name(header));
                    requireHarmless(name);
                    long bytes = paxSize >= 0 ? paxSize : size;
                    boolean file = type == '0' || type == 0 || type == '7';
                    if (file && belowTop(name).equals(path)) {
                        return java.util.OptionalLong.of(bytes);
                    }
                    skip(padded(bytes));
                    longName = Optional.empty();
                    paxSize = -1;
                }
            }
        }
        throw new IOException("holds more than " + ENTRIES_MAX + " entries");
    }

    private record Pax(Optional<String> path, long size) {
        /** Records of {@code "length key=value\n"}, the length counting all of it. */
        static Pax parse(byte[] content) throws IOException {
            Optional<String> path = Optional.empty();
            long size = -1;
            for (int at = 0; at < content.length && content[at] != 0; ) {
                int space = at;
                while (space < content.length && content[space] != ' ') {
                    space++;
                }
                int length =
                        (int)
                                decimal(
                                        new String(
                                                content, at, space - at, StandardCharsets.US_ASCII),
                                        content.length - at);
                int start = space + 1;
                int end = at + length - 1;
                if (end < start || content[end] != '\n') {
                    throw new IOException("has a damaged pax header");
                }
                String record = new String(content, start, end - start, StandardCharsets.UTF_8);
                if (record.startsWith("path=")) {
                    path = Optional.of(record.substring(5));
                } else if (record.startsWith("size=")) {
                    size = decimal(record.substring(5), Long.MAX_VALUE >> 1);
                }
                at += length;
            }
            return new Pax(path, size);
        }

        private static long decimal(String text, long max) throws IOException {
            long value = text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
            if (value < 0 || value > max) {
                throw new IOException("has a damaged pax header");
            }
            return value;
        }
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static void requireHeader(byte[] header) throws IOException {
        if (header.length < BLOCK) {
            throw new IOException("ends inside a header");
        }
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != number(header, 148, 8)) {
            throw new IOException("has a damaged header");
        }
    }

    /** Octal digits, or with the top bit set a big-endian number (GNU). */
    private static long number(byte[] header, int offset, int length) throws IOException {
        long value = 0;
        if ((header[offset] & 0x80) != 0) {
            for (int i = 0; i < length; i++) {
                int b = header[offset + i] & (i == 0 ? 0x7f : 0xff);
                if (value > Long.MAX_VALUE >> 10) {
                    throw new IOException("has an entry of impossible size");
                }
                value = value << 8 | b;
            }
            return value;
        }
        for (int i = 0; i < length; i++) {
            byte b = header[offset + i];
            if (b >= '0' && b <= '7') {
                value = value << 3 | (b - '0');
            } else if (b != ' ' && b != 0) {
                throw new IOException("has a damaged number in a header");
            }
        }
        return value;
    }

    private static String name(byte[] header) {
        String name = cString(Arrays.copyOfRange(header, 0, 100));
        boolean ustar = new String(header, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
        String prefix = ustar ? cString(Arrays.copyOfRange(header, 345, 500)) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String cString(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static void requireHarmless(String name) throws IOException {
        boolean climbs = Arrays.asList(name.split("[/\\\\]", -1)).contains("..");
        if (name.startsWith("/") || name.startsWith("\\") || climbs) {
            throw new IOException("holds the unsafe name '" + printable(name) + "'");
        }
    }

    private static String printable(String name) {
        String start = name.length() > 100 ? name.substring(0, 100) + "..." : name;
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private static String belowTop(String name) {
        String plain = name.startsWith("./") ? name.substring(2) : name;
        return plain.substring(plain.indexOf('/') + 1);
    }

    private byte[] extension(long size) throws IOException {
        if (size > EXTENSION_BYTES_MAX) {
            throw new IOException("has an extended header of " + size + " bytes");
        }
        byte[] content = in.readNBytes((int) size);
        if (content.length < size) {
            throw new IOException("ends inside a header");
        }
        skip(padded(size) - size);
        return content;
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private void skip(long bytes) throws IOException {
        skipped += bytes;
        if (bytes < 0 || skipped > SKIPPED_BYTES_MAX) {
            throw new IOException(
                    "holds more than " + SKIPPED_BYTES_MAX + " bytes before the wanted file");
        }
        in.skipNBytes(bytes);
    }
}
