package dev.mote.bundle.http;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.bundle.Progress;
import dev.mote.bundle.StoreException;
import dev.mote.bundle.files.PrivateFiles;
import dev.mote.bundle.json.JsonFields;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The beginning of a file that is being downloaded, and beside it ({@code .json}) what is needed to
 * go on: which content it is the beginning of, the validator its host gave, and its whole size.
 */
final class PartFile implements Closeable {
    private static final int HASH_BYTES = 1 << 20;
    private static final int STATE_BYTES_MAX = 64 << 10;

    private final Path file;
    private final Path state;
    private final String identity;
    private final FileChannel channel;
    private @Nullable String validator;
    private long total = -1;

    private PartFile(Path file, String identity, FileChannel channel) {
        this.file = file;
        this.state = stateOf(file);
        this.identity = identity;
        this.channel = channel;
    }

    private static Path stateOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".json");
    }

    /** Opens a part; what is there of another content is dropped. */
    static PartFile open(Path file, String identity) {
        try {
            PartFile part = new PartFile(file, identity, PrivateFiles.open(file));
            if (part.size() > 0 && !part.readState()) {
                part.channel.truncate(0);
            }
            return part;
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be opened (" + e.getMessage() + ")", e);
        }
    }

    /** Deletes a part and its state. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(stateOf(file));
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be deleted (" + e.getMessage() + ")", e);
        }
    }

    private boolean readState() {
        try {
            if (Files.size(state) > STATE_BYTES_MAX) {
                return false;
            }
            JsonFields fields = JsonFields.parse(state.toString(), Files.readAllBytes(state));
            if (!fields.text("identity").equals(identity)) {
                return false;
            }
            validator = fields.optionalText("validator").orElse(null);
            total = fields.optionalCount("bytes").orElse(-1L);
            return true;
        } catch (IOException e) {
            return false; // an unreadable state is no state: start anew
        }
    }

    /** Records what the host says the content is. */
    void describe(@Nullable String newValidator, long newTotal) {
        validator = newValidator;
        total = newTotal;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("identity", identity);
        if (newValidator != null) {
            fields.put("validator", newValidator);
        }
        if (newTotal >= 0) {
            fields.put("bytes", newTotal);
        }
        try {
            PrivateFiles.write(state, JSON.std.asString(fields));
        } catch (IOException e) {
            throw new StoreException(state + ": cannot be written (" + e.getMessage() + ")", e);
        }
    }

    long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    @Nullable String validator() {
        return validator;
    }

    /** Whole size by the last answer, or -1. */
    long total() {
        return total;
    }

    /** Drops what is there. */
    void restart(RunningDigest digest) {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be emptied (" + e.getMessage() + ")", e);
        }
        digest.reset();
        validator = null;
        total = -1;
    }

    /** Takes the digest of what is there. */
    void hash(RunningDigest digest, TransferListener listener) {
        ByteBuffer buffer = ByteBuffer.allocate(HASH_BYTES);
        digest.reset();
        try {
            long position = 0;
            for (int n = channel.read(buffer, 0); n > 0; n = channel.read(buffer, position)) {
                digest.update(buffer.array(), 0, n);
                position += n;
                listener.at(Progress.Phase.VERIFY, position);
                buffer.clear();
            }
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    void append(byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        long position = channel.size();
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
    }

    void force() throws IOException {
        channel.force(true);
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException(file + ": cannot be closed (" + e.getMessage() + ")", e);
        }
    }
}
