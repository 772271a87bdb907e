package dev.mote.format.gguf;

import dev.mote.format.TensorInfo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes GGUF version 3 files, which {@link GgufFile} describes.
 *
 * <p>Keys and tensors are collected first, in the order they shall have; {@link #write} then
 * streams the tensors one after the other and puts the file in place at once, whole and flushed, or
 * not at all. For one thread; a writer can write several times.
 */
public final class GgufWriter {
    private static final String ALIGNMENT_KEY = "general.alignment";
    private static final int PIECE_BYTES = 8 << 20;

    /** Where the bytes of a tensor come from, at the time they are written. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all bytes of the tensor, in order.
         *
         * @throws IOException passed on from the channel
         */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** Hears how far writing is; called on the writing thread. */
    @FunctionalInterface
    public interface Progress {
        /**
         * A tensor was written.
         *
         * @param tensor which
         * @param writtenBytes of tensor data so far
         * @param totalBytes of tensor data in the end
         */
        void written(TensorInfo tensor, long writtenBytes, long totalBytes);
    }

    private record Entry(TensorInfo info, Content content) {}

    private final Map<String, ByteBuffer> values = new LinkedHashMap<>();
    private final Map<String, Entry> tensors = new LinkedHashMap<>();
    private int alignment = GgufLimits.ALIGNMENT_DEFAULT;

    /** Has no keys and no tensors yet. */
    public GgufWriter() {}

    /**
     * Sets a key to a scalar or string: a Number, Boolean or String that fits the type.
     *
     * @throws IllegalArgumentException if it does not fit, or the key is no valid one
     */
    public GgufWriter put(String key, GgufValueType type, Object value) {
        if (key.equals(ALIGNMENT_KEY)) {
            alignment = checkedAlignment(value);
        }
        return putEncoded(key, ByteBuffer.wrap(ValueWriter.value(key, type, value)));
    }

    /** Sets a key to an array of scalars or strings. */
    public GgufWriter putArray(String key, GgufValueType elementType, List<?> elements) {
        return putEncoded(key, ByteBuffer.wrap(ValueWriter.array(key, elementType, elements)));
    }

    /**
     * Copies all keys of a file byte for byte, types included, except those that say how it was
     * split.
     */
    public GgufWriter putAll(GgufFile file) {
        for (String key : file.metadata().keys()) {
            if (!key.startsWith("split.")) {
                putEncoded(key, file.encodedValue(key));
            }
        }
        file.metadata()
                .value(ALIGNMENT_KEY)
                .ifPresent(found -> alignment = checkedAlignment(found));
        return this;
    }

    /** Drops the keys that begin so. */
    public GgufWriter removeAll(String prefix) {
        values.keySet().removeIf(key -> key.startsWith(prefix));
        return this;
    }

    /**
     * Adds a tensor.
     *
     * @param content gives exactly {@link TensorInfo#byteSize()} bytes
     * @throws IllegalArgumentException if name, shape or size are not as GGUF demands
     */
    public GgufWriter tensor(TensorInfo info, Content content) {
        int nameBytes = info.name().getBytes(StandardCharsets.UTF_8).length;
        if (nameBytes < 1 || nameBytes > GgufLimits.TENSOR_NAME_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "tensor name of %d bytes, expected 1 to %d"
                            .formatted(nameBytes, GgufLimits.TENSOR_NAME_BYTES_MAX));
        }
        List<Integer> shape = info.shape();
        if (shape.isEmpty()
                || shape.size() > GgufLimits.DIMENSION_COUNT_MAX
                || shape.stream().anyMatch(size -> size < 1)
                || shape.getLast() % info.type().blockSize() != 0
                || info.type().bytesFor(info.count()) != info.byteSize()) {
            throw new IllegalArgumentException("not a valid tensor: " + info);
        }
        if (tensors.putIfAbsent(info.name(), new Entry(info, content)) != null) {
            throw new IllegalArgumentException("tensor '" + info.name() + "' added twice");
        }
        return this;
    }

    /** Adds a tensor whose bytes exist; the segment must stay valid until they were written. */
    public GgufWriter tensor(TensorInfo info, MemorySegment bytes) {
        return tensor(
                info,
                channel -> {
                    for (long at = 0; at < bytes.byteSize(); at += PIECE_BYTES) {
                        long length = Math.min(PIECE_BYTES, bytes.byteSize() - at);
                        // A copy: channels do not write straight from shared arenas.
                        byte[] piece = bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
                        channel.write(ByteBuffer.wrap(piece));
                    }
                });
    }

    /** Size of the file that would be written. */
    public long byteSize() {
        return layout().byteSize();
    }

    /**
     * Writes the file and puts it in place, replacing one of that name.
     *
     * @throws UncheckedIOException naming the file if it cannot be written; nothing is left then
     * @throws IllegalStateException if a tensor's content is not as long as announced
     */
    public void write(Path target, Progress progress) {
        Layout layout = layout();
        AtomicFile.write(
                target,
                layout.byteSize(),
                channel -> {
                    PaddedOutput output = new PaddedOutput(channel, alignment);
                    for (ByteBuffer piece : layout.header()) {
                        output.write(piece);
                    }
                    output.pad();
                    long written = 0;
                    for (Entry entry : tensors.values()) {
                        output.begin(entry.info());
                        entry.content().writeTo(output);
                        output.end();
                        written += entry.info().byteSize();
                        progress.written(entry.info(), written, layout.tensorBytes());
                    }
                });
    }

    private record Layout(List<ByteBuffer> header, long tensorBytes, long byteSize) {}

    private Layout layout() {
        List<ByteBuffer> header = new ArrayList<>();
        header.add(
                littleEndian(24)
                        .putInt(HeaderReader.MAGIC)
                        .putInt(3)
                        .putLong(tensors.size())
                        .putLong(values.size())
                        .flip());
        values.forEach((key, value) -> {
            header.add(ByteBuffer.wrap(ValueWriter.string(key)));
            header.add(value.duplicate());
        });
        long offset = 0;
        long end = 0;
        long tensorBytes = 0;
        for (Entry entry : tensors.values()) {
            header.add(tensorEntry(entry.info(), offset));
            end = offset + entry.info().byteSize();
            offset = padded(end);
            tensorBytes += entry.info().byteSize();
        }
        long headerBytes = header.stream().mapToLong(ByteBuffer::remaining).sum();
        return new Layout(header, tensorBytes, padded(headerBytes) + padded(end));
    }

    private static ByteBuffer tensorEntry(TensorInfo info, long offset) {
        byte[] name = ValueWriter.string(info.name());
        ByteBuffer entry = littleEndian(name.length + 4 + 8 * info.shape().size() + 4 + 8);
        entry.put(name).putInt(info.shape().size());
        for (int size : info.shape().reversed()) {
            entry.putLong(size);
        }
        return entry.putInt(GgufTensorType.idOf(info.type())).putLong(offset).flip();
    }

    private GgufWriter putEncoded(String key, ByteBuffer value) {
        int keyBytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (keyBytes < 1 || keyBytes > GgufLimits.KEY_BYTES_MAX) {
            throw new IllegalArgumentException("key of " + keyBytes + " bytes");
        }
        values.put(key, value);
        return this;
    }

    private long padded(long offset) {
        return Math.ceilDiv(offset, alignment) * alignment;
    }

    private static int checkedAlignment(Object value) {
        if (value instanceof Number number && GgufLimits.isAlignment(number.longValue())) {
            return number.intValue();
        }
        throw new IllegalArgumentException(
                "alignment %s, expected a power of two from 8 to %d"
                        .formatted(value, GgufLimits.ALIGNMENT_MAX));
    }

    private static ByteBuffer littleEndian(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
