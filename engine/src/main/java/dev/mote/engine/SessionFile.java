package dev.mote.engine;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A conversation and what the model keeps of it, as a file. Big-endian:
 *
 * <pre>
 * [8]     "MOTECHAT"
 * [int32] version, 1
 * [32]    {@link ModelIdentity}
 * [text]  KV type
 * [text]  system prompt
 * [int32] first message that is shown, then [int32] messages: [text] role [text] content
 * [int32] tokens: [int32] each
 * [...]   what the state of the model writes for as many positions
 * [32]    SHA-256 of everything before
 * </pre>
 *
 * A text is its length in bytes [int32] and UTF-8. The whole file is checked before anything is
 * made of it.
 */
final class SessionFile {
    private static final byte[] MAGIC = "MOTECHAT".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int DIGEST_BYTES = 32;
    private static final int TEXT_BYTES_MAX = 16 << 20;
    private static final int MESSAGES_MAX = 1 << 16;

    /** All but the state. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, compared by nobody
    record Contents(
            String kvType,
            String systemPrompt,
            int firstShown,
            List<ChatMessage> messages,
            int[] tokens) {}

    /** Writes or reads the state. */
    @FunctionalInterface
    interface StateOf<C> {
        /** Uses the channel from where it is. */
        void transfer(C channel) throws IOException;
    }

    private SessionFile() {}

    /** Writes the whole file or nothing; it is readable by its owner only. */
    static void write(
            Path file, byte[] identity, Contents contents, StateOf<WritableByteChannel> state)
            throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException("'" + file + "' is a folder");
        }
        Path part = Files.createTempFile(folder, ".mote-", ".part"); // mode 0600
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                Hashing out = new Hashing(channel);
                out.write(ByteBuffer.wrap(head(identity, contents)));
                state.transfer(out);
                ByteBuffer digest = ByteBuffer.wrap(out.digest.digest());
                while (digest.hasRemaining()) {
                    channel.write(digest);
                }
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static byte[] head(byte[] identity, Contents contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeInt(VERSION);
            out.write(identity);
            text(out, contents.kvType());
            text(out, contents.systemPrompt());
            out.writeInt(contents.firstShown());
            out.writeInt(contents.messages().size());
            for (ChatMessage message : contents.messages()) {
                text(out, message.role());
                text(out, message.content());
            }
            out.writeInt(contents.tokens().length);
            for (int token : contents.tokens()) {
                out.writeInt(token);
            }
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** An open file that was checked; its channel stands before the state. */
    record Opened(Contents contents, FileChannel channel, long end) implements AutoCloseable {
        /** Reads the state, which must fill the rest of the file. */
        void state(Path file, StateOf<ReadableByteChannel> state) throws IOException {
            state.transfer(channel);
            if (channel.position() != end) {
                throw new SessionFileException(file, "does not end where it should");
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /**
     * Checks a file. The caller closes it.
     *
     * @param bytesMax of the state
     * @param tokensMax that fit the context
     */
    static Opened open(Path file, byte[] identity, long bytesMax, int tokensMax)
            throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean complete = false;
        try {
            long end = channel.size() - DIGEST_BYTES;
            if (end < MAGIC.length || channel.size() > bytesMax + (1L << 30)) {
                throw new SessionFileException(file, "is no saved conversation of this model");
            }
            requireMagic(file, channel);
            requireDigest(file, channel, end);
            channel.position(0);
            Limited in = new Limited(channel, end);
            Contents contents = contents(file, new DataInputStream(in), identity, tokensMax);
            channel.position(end - in.left);
            complete = true;
            return new Opened(contents, channel, end);
        } catch (EOFException e) {
            throw new SessionFileException(file, "ends in the middle");
        } finally {
            if (!complete) {
                channel.close();
            }
        }
    }

    private static void requireMagic(Path file, SeekableByteChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(MAGIC.length);
        while (start.hasRemaining() && channel.read(start) >= 0) {
            // until it is full
        }
        if (!Arrays.equals(start.array(), MAGIC)) {
            throw new SessionFileException(file, "is no saved conversation");
        }
    }

    private static void requireDigest(Path file, FileChannel channel, long end) throws IOException {
        MessageDigest digest = ModelIdentity.sha256();
        channel.position(0);
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        long left = end;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            int count = channel.read(buffer);
            if (count < 0) {
                throw new SessionFileException(file, "was cut short");
            }
            digest.update(buffer.flip());
            left -= count;
        }
        ByteBuffer stored = ByteBuffer.allocate(DIGEST_BYTES);
        while (stored.hasRemaining() && channel.read(stored) >= 0) {
            // until it is full
        }
        if (!MessageDigest.isEqual(stored.array(), digest.digest())) {
            throw new SessionFileException(file, "is damaged: its checksum does not fit");
        }
    }

    private static Contents contents(Path file, DataInputStream in, byte[] identity, int tokensMax)
            throws IOException {
        in.readNBytes(MAGIC.length);
        int version = in.readInt();
        if (version != VERSION) {
            throw new SessionFileException(
                    file, "has version %d, this build reads %d".formatted(version, VERSION));
        }
        if (!Arrays.equals(in.readNBytes(DIGEST_BYTES), identity)) {
            throw new SessionFileException(file, "was saved with another model");
        }
        String kvType = text(file, in);
        String systemPrompt = text(file, in);
        int firstShown = in.readInt();
        int count = count(file, in.readInt(), MESSAGES_MAX, "messages");
        if (firstShown < 0 || firstShown > count) {
            throw new SessionFileException(file, "shows messages that it does not have");
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(new ChatMessage(text(file, in), text(file, in)));
        }
        int[] tokens = new int[count(file, in.readInt(), tokensMax, "tokens")];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = in.readInt();
        }
        return new Contents(kvType, systemPrompt, firstShown, List.copyOf(messages), tokens);
    }

    private static int count(Path file, int found, int max, String what) {
        if (found < 0 || found > max) {
            throw new SessionFileException(
                    file, "has %d %s, at most %d fit".formatted(found, what, max));
        }
        return found;
    }

    private static String text(Path file, DataInputStream in) throws IOException {
        int length = count(file, in.readInt(), TEXT_BYTES_MAX, "bytes of a text");
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new SessionFileException(file, "ends in the middle");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads what lies before the checksum. */
    private static final class Limited extends InputStream {
        private final InputStream in;
        private long left;

        Limited(FileChannel channel, long bytes) {
            in = new BufferedInputStream(Channels.newInputStream(channel));
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            left--;
            return in.read();
        }

        @Override
        public int read(byte @Nullable [] target, int from, int count) throws IOException {
            if (left == 0 || target == null) {
                return -1;
            }
            int got = in.read(target, from, (int) Math.min(left, count));
            left -= Math.max(0, got);
            return got;
        }
    }

    /** Passes bytes on and adds them to a digest. */
    private static final class Hashing implements WritableByteChannel {
        private final FileChannel channel;
        private final MessageDigest digest = ModelIdentity.sha256();

        Hashing(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            digest.update(source.duplicate());
            int count = source.remaining();
            while (source.hasRemaining()) {
                channel.write(source);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {}
    }
}
