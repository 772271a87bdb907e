package dev.mote.format.safetensors;

import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.format.json.Json;
import dev.mote.format.json.JsonLimits;
import dev.mote.kernel.BlockType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and checks the header of one safetensors file; {@link SafetensorsFolder} states the format.
 */
final class SafetensorsHeader {
    private static final int HEADER_BYTES_MAX = 100_000_000;
    private static final int TENSOR_COUNT_MAX = 65_536;
    private static final int NAME_LENGTH_MAX = 1_024;
    private static final int DIMENSION_COUNT_MAX = 8;

    /** About 17 JSON tokens describe a tensor. */
    private static final JsonLimits LIMITS =
            new JsonLimits(HEADER_BYTES_MAX, 4, 24 * TENSOR_COUNT_MAX);

    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * A tensor and where it lies.
     *
     * @param dtype as in the file
     * @param info null where the type is none of weights
     * @param bytes mapped
     */
    record Tensor(String dtype, @Nullable TensorInfo info, MemorySegment bytes) {}

    private record Extent(String name, long begin, long end) {}

    private final String source;
    private final MemorySegment data;
    private final List<Extent> extents = new ArrayList<>();

    private SafetensorsHeader(String source, MemorySegment data) {
        this.source = source;
        this.data = data;
    }

    /** The tensors of a mapped file in header order. */
    static Map<String, Tensor> read(String source, MemorySegment file) {
        if (file.byteSize() < 8) {
            throw new ModelFormatException(
                    source,
                    "not a safetensors file: %d bytes, the header length alone takes 8"
                            .formatted(file.byteSize()));
        }
        long length = file.get(LENGTH, 0);
        if (Long.compareUnsigned(length, HEADER_BYTES_MAX) > 0) {
            throw new ModelFormatException(
                    source,
                    "header of %s bytes, the limit is %d"
                            .formatted(Long.toUnsignedString(length), HEADER_BYTES_MAX));
        }
        if (length > file.byteSize() - 8) {
            throw new ModelFormatException(
                    source,
                    "header of %d bytes does not fit in the %d left; the file is truncated"
                            .formatted(length, file.byteSize() - 8));
        }
        byte[] json = file.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE);
        if (json.length == 0 || json[0] != '{') {
            throw new ModelFormatException(
                    source, "not a safetensors file: the header does not begin with '{'");
        }
        return new SafetensorsHeader(source, file.asSlice(8 + length))
                .tensors(Json.parseObject(source + " (header)", json, LIMITS));
    }

    private Map<String, Tensor> tensors(Map<String, @Nullable Object> header) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.forEach((name, value) -> {
            if (name.equals("__metadata__")) {
                checkMetadata(value);
            } else {
                tensors.put(name, tensor(name, value));
            }
        });
        if (tensors.size() > TENSOR_COUNT_MAX) {
            throw new ModelFormatException(
                    source,
                    "%d tensors, the limit is %d".formatted(tensors.size(), TENSOR_COUNT_MAX));
        }
        checkTiling();
        return tensors;
    }

    private Tensor tensor(String name, @Nullable Object value) {
        if (name.length() > NAME_LENGTH_MAX) {
            throw new ModelFormatException(
                    source,
                    "tensor name of %d characters, the limit is %d"
                            .formatted(name.length(), NAME_LENGTH_MAX));
        }
        if (!(value instanceof Map<?, ?> entry)
                || !(entry.get("dtype") instanceof String dtypeName)
                || !(entry.get("shape") instanceof List<?> sizes)
                || !(entry.get("data_offsets") instanceof List<?> offsets)
                || entry.size() != 3) {
            throw error(name, "expected an object of dtype, shape and data_offsets");
        }
        Dtype dtype = Dtype.ofName(dtypeName);
        if (dtype == null) {
            throw error(name, "dtype '%s' is unknown".formatted(dtypeName));
        }
        List<Integer> shape = shape(name, sizes);
        long byteSize = byteSize(name, dtype, shape);
        if (offsets.size() != 2
                || !(offsets.get(0) instanceof Long begin)
                || !(offsets.get(1) instanceof Long end)) {
            throw error(name, "data_offsets are not two integers");
        }
        if (begin < 0 || end < begin || end > data.byteSize()) {
            throw error(
                    name,
                    "data_offsets %d to %d do not lie in the %d bytes of tensor data"
                            .formatted(begin, end, data.byteSize()));
        }
        if (end - begin != byteSize) {
            throw error(
                    name,
                    "%s of shape %s takes %d bytes, data_offsets give it %d"
                            .formatted(dtype, shape, byteSize, end - begin));
        }
        extents.add(new Extent(name, begin, end));
        BlockType type = dtype.blockType();
        TensorInfo info = type == null ? null : new TensorInfo(name, type, shape, byteSize);
        return new Tensor(dtypeName, info, data.asSlice(begin, byteSize));
    }

    private List<Integer> shape(String name, List<?> sizes) {
        if (sizes.size() > DIMENSION_COUNT_MAX) {
            throw error(
                    name,
                    "%d dimensions, the limit is %d".formatted(sizes.size(), DIMENSION_COUNT_MAX));
        }
        List<Integer> shape = new ArrayList<>();
        for (Object size : sizes) {
            if (!(size instanceof Long length) || length < 1 || length > Integer.MAX_VALUE) {
                throw error(
                        name, "dimension %s, expected 1 to %d".formatted(size, Integer.MAX_VALUE));
            }
            shape.add(length.intValue());
        }
        return shape.isEmpty() ? List.of(1) : shape;
    }

    private long byteSize(String name, Dtype dtype, List<Integer> shape) {
        try {
            long byteSize = dtype.byteSize();
            for (int size : shape) {
                byteSize = Math.multiplyExact(byteSize, (long) size);
            }
            return byteSize;
        } catch (ArithmeticException overflow) {
            throw error(name, "shape %s has more than 2^63 bytes".formatted(shape));
        }
    }

    private void checkMetadata(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)
                || !map.values().stream().allMatch(String.class::isInstance)) {
            throw new ModelFormatException(source, "__metadata__ is no object of strings");
        }
    }

    /** The specification wants the data section covered, each byte by one tensor. */
    private void checkTiling() {
        extents.sort(Comparator.comparingLong(Extent::begin).thenComparingLong(Extent::end));
        long expected = 0;
        for (Extent extent : extents) {
            if (extent.begin() != expected) {
                throw error(
                        extent.name(),
                        "begins at %d where %d was expected: tensors must neither overlap nor leave holes"
                                .formatted(extent.begin(), expected));
            }
            expected = extent.end();
        }
        if (expected != data.byteSize()) {
            throw new ModelFormatException(
                    source,
                    "tensors end at %d of %d bytes of tensor data"
                            .formatted(expected, data.byteSize()));
        }
    }

    private ModelFormatException error(String name, String detail) {
        return new ModelFormatException(source, "tensor '" + name + "': " + detail);
    }
}
