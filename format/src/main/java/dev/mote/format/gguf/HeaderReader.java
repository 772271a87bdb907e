package dev.mote.format.gguf;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks a header against the size of its file; {@link GgufFile} states the format. */
final class HeaderReader {
    static final int MAGIC = 0x46554747; // "GGUF", little-endian

    private final HeaderCursor cursor;
    private final String source;
    private final long fileSize;

    HeaderReader(HeaderCursor cursor, long fileSize) {
        this.cursor = cursor;
        this.source = cursor.source();
        this.fileSize = fileSize;
    }

    GgufHeader read() {
        int magic = cursor.int32("the magic number");
        if (magic != MAGIC) {
            throw new ModelFormatException(
                    source,
                    "not a GGUF file: it begins with %s, not with 'GGUF'; choose a model's .gguf file"
                            .formatted(quoted(magic)));
        }
        int version = version();
        int tensorCount =
                cursor.count(
                        "the tensor count",
                        GgufLimits.TENSOR_ENTRY_BYTES_MIN,
                        GgufLimits.TENSOR_COUNT_MAX);
        int keyCount =
                cursor.count(
                        "the key count", GgufLimits.KEY_VALUE_BYTES_MIN, GgufLimits.KEY_COUNT_MAX);

        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, GgufHeader.ByteRange> ranges = new LinkedHashMap<>();
        for (int index = 0; index < keyCount; index++) {
            String key = cursor.string("key " + index, GgufLimits.KEY_BYTES_MAX);
            int start = cursor.position();
            if (values.put(key, ValueReader.read(cursor, key)) != null) {
                throw cursor.error("key '" + key + "' appears twice");
            }
            ranges.put(key, new GgufHeader.ByteRange(start, cursor.position()));
        }
        Metadata metadata = Metadata.of(source, values);
        int alignment = alignment(values);

        List<GgufHeader.Tensor> relative = new ArrayList<>(tensorCount);
        for (int index = 0; index < tensorCount; index++) {
            relative.add(tensor(index, alignment));
        }
        long start = Math.ceilDiv((long) cursor.position(), alignment) * alignment;
        return new GgufHeader(version, metadata, ranges, place(relative, start), alignment);
    }

    /** The first four bytes as a person knows them: as text, or as bytes where they are none. */
    private static String quoted(int magic) {
        byte[] bytes = ByteBuffer.allocate(4).putInt(Integer.reverseBytes(magic)).array();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.chars().allMatch(c -> c >= ' ' && c <= '~')
                ? "'" + text + "'"
                : "the bytes " + HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private int version() {
        int version = cursor.int32("the version");
        if (version == 1) {
            throw new ModelFormatException(
                    source, "GGUF version 1, this build reads 2 and 3; convert the file anew");
        }
        if ((version & 0xFFFF) == 0 && version != 0) {
            throw new ModelFormatException(
                    source, "a big-endian GGUF file, this build reads little-endian; convert it");
        }
        if (version < 2 || version > 3) {
            throw new ModelFormatException(
                    source,
                    "GGUF version %d, this build reads 2 and 3; update the runtime or convert the file"
                            .formatted(Integer.toUnsignedLong(version)));
        }
        return version;
    }

    private int alignment(Map<String, Object> values) {
        Object value = values.get("general.alignment");
        if (value == null) {
            return GgufLimits.ALIGNMENT_DEFAULT;
        }
        if (value instanceof Long alignment && GgufLimits.isAlignment(alignment)) {
            return alignment.intValue();
        }
        throw new ModelFormatException(
                source,
                "key 'general.alignment' is %s, expected a power of two from 8 to %d"
                        .formatted(
                                value instanceof Number ? value : "no integer",
                                GgufLimits.ALIGNMENT_MAX));
    }

    private GgufHeader.Tensor tensor(int index, int alignment) {
        String name =
                cursor.string("the name of tensor " + index, GgufLimits.TENSOR_NAME_BYTES_MAX);
        if (name.isEmpty()) {
            throw cursor.error("tensor " + index + " has no name");
        }
        List<Integer> shape = shape(name);
        BlockType type =
                GgufTensorType.blockType(
                        cursor.int32("the type of tensor '" + name + "'"), source, name);
        int columns = shape.getLast();
        if (columns % type.blockSize() != 0) {
            throw cursor.error(
                    "tensor '%s' has rows of %d values, no whole number of %s blocks of %d"
                            .formatted(name, columns, type, type.blockSize()));
        }
        long offset = cursor.int64("the offset of tensor '" + name + "'");
        if (offset % alignment != 0) {
            throw cursor.error(
                    "tensor '%s' at offset %s is not aligned to %d bytes"
                            .formatted(name, Long.toUnsignedString(offset), alignment));
        }
        long byteSize = byteSize(name, type, shape);
        if (offset < 0 || offset > fileSize - byteSize) {
            throw beyondEnd(name, offset, byteSize, type, fileSize);
        }
        return new GgufHeader.Tensor(new TensorInfo(name, type, shape, byteSize), offset);
    }

    /** Dimensions stand innermost first in the file. */
    private List<Integer> shape(String name) {
        int dimensionCount = cursor.int32("the dimension count of tensor '" + name + "'");
        if (dimensionCount < 0 || dimensionCount > GgufLimits.DIMENSION_COUNT_MAX) {
            throw cursor.error(
                    "tensor '%s' has %d dimensions, the limit is %d"
                            .formatted(
                                    name,
                                    Integer.toUnsignedLong(dimensionCount),
                                    GgufLimits.DIMENSION_COUNT_MAX));
        }
        List<Integer> shape = new ArrayList<>(dimensionCount);
        for (int index = 0; index < dimensionCount; index++) {
            long dimension = cursor.int64("a dimension of tensor '" + name + "'");
            if (dimension < 1 || dimension > Integer.MAX_VALUE) {
                throw cursor.error(
                        "dimension %d of tensor '%s' is %s, expected 1 to %d"
                                .formatted(
                                        index,
                                        name,
                                        Long.toUnsignedString(dimension),
                                        Integer.MAX_VALUE));
            }
            shape.addFirst((int) dimension);
        }
        return shape.isEmpty() ? List.of(1) : shape;
    }

    private long byteSize(String name, BlockType type, List<Integer> shape) {
        try {
            long count = 1;
            for (int size : shape) {
                count = Math.multiplyExact(count, (long) size);
            }
            return type.bytesFor(count);
        } catch (ArithmeticException overflow) {
            throw cursor.error(
                    "tensor '%s' of shape %s has more than 2^63 bytes".formatted(name, shape));
        }
    }

    /** Turns offsets into the data section into offsets into the file; refuses overlaps. */
    private Map<String, GgufHeader.Tensor> place(List<GgufHeader.Tensor> relative, long start) {
        Map<String, GgufHeader.Tensor> placed = new LinkedHashMap<>();
        for (GgufHeader.Tensor tensor : relative) {
            TensorInfo info = tensor.info();
            long left = Math.max(0, fileSize - start);
            if (info.byteSize() > left || tensor.offsetBytes() > left - info.byteSize()) {
                throw beyondEnd(
                        info.name(), tensor.offsetBytes(), info.byteSize(), info.type(), left);
            }
            if (placed.put(info.name(), new GgufHeader.Tensor(info, start + tensor.offsetBytes()))
                    != null) {
                throw new ModelFormatException(
                        source, "tensor '" + info.name() + "' appears twice");
            }
        }
        List<GgufHeader.Tensor> byOffset = new ArrayList<>(placed.values());
        byOffset.sort(Comparator.comparingLong(GgufHeader.Tensor::offsetBytes));
        for (int index = 1; index < byOffset.size(); index++) {
            GgufHeader.Tensor before = byOffset.get(index - 1);
            GgufHeader.Tensor after = byOffset.get(index);
            if (before.offsetBytes() + before.info().byteSize() > after.offsetBytes()) {
                throw new ModelFormatException(
                        source,
                        "tensors '%s' and '%s' overlap at byte %d"
                                .formatted(
                                        before.info().name(),
                                        after.info().name(),
                                        after.offsetBytes()));
            }
        }
        return placed;
    }

    private ModelFormatException beyondEnd(
            String name, long offset, long byteSize, BlockType type, long left) {
        return new ModelFormatException(
                source,
                "tensor '%s' at offset %s: %d bytes of %s do not fit in the %d bytes of tensor data;"
                                .formatted(
                                        name, Long.toUnsignedString(offset), byteSize, type, left)
                        + " the file is truncated or corrupt, fetch it again");
    }
}
