package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.BlockType;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Encoded rows, with what each weight is exactly and how large its two parts are. */
final class Weights {
    private final BlockType type;
    private final int rows;
    private final int columns;
    private final int rowBytes;
    private final byte[] bytes;
    private final float[][] values;
    private final float[][] mins;

    private Weights(
            BlockType type,
            int rows,
            int columns,
            int rowBytes,
            byte[] bytes,
            float[][] values,
            float[][] mins) {
        this.type = type;
        this.rows = rows;
        this.columns = columns;
        this.rowBytes = rowBytes;
        this.bytes = bytes;
        this.values = values;
        this.mins = mins;
    }

    BlockType type() {
        return type;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** From one row to the next. */
    int rowBytes() {
        return rowBytes;
    }

    /** All rows. */
    byte[] bytes() {
        return bytes;
    }

    /** What the codec decodes: scale · byte + min. */
    float value(int row, int column) {
        return values[row][column];
    }

    /** The part that does not depend on the weight's own bits; zero for types without. */
    float min(int row, int column) {
        return mins[row][column];
    }

    /** Random bits with scales of moderate and varied size. */
    static Weights moderate(BlockType type, int rows, int columns, int gap, Random random) {
        byte[] bytes = new byte[size(type, rows, columns, gap)];
        random.nextBytes(bytes);
        int rowBytes = (int) type.bytesFor(columns) + gap;
        for (int row = 0; row < rows; row++) {
            for (int at = 0; at < columns / type.blockSize(); at++) {
                tame(type, bytes, row * rowBytes + at * type.blockBytes(), random);
            }
        }
        return of(type, rows, columns, gap, bytes);
    }

    /** Zeros, ones, random bits of any meaning, and moderate values. */
    static List<Weights> extreme(BlockType type, int rows, int columns, Random random) {
        List<Weights> matrices = new ArrayList<>();
        byte[] bytes = new byte[size(type, rows, columns, 0)];
        matrices.add(of(type, rows, columns, 0, bytes.clone()));
        Arrays.fill(bytes, (byte) 0xff);
        matrices.add(of(type, rows, columns, 0, bytes.clone()));
        for (int i = 0; i < 8; i++) {
            random.nextBytes(bytes);
            matrices.add(of(type, rows, columns, 0, bytes.clone()));
        }
        matrices.add(moderate(type, rows, columns, 0, random));
        return matrices;
    }

    /** Any bytes. */
    static Weights of(BlockType type, int rows, int columns, int gap, byte[] bytes) {
        int rowBytes = (int) type.bytesFor(columns) + gap;
        byte[] blank = bytes.clone();
        for (int row = 0; row < rows; row++) {
            for (int at = 0; at < columns / type.blockSize(); at++) {
                int block = row * rowBytes + at * type.blockBytes();
                int from = quantsOffset(type);
                int to = type == BlockType.Q2_K ? 80 : type.blockBytes();
                Arrays.fill(blank, block + from, block + to, (byte) 0);
            }
        }
        float[][] values = new float[rows][columns];
        float[][] mins = new float[rows][columns];
        for (int row = 0; row < rows; row++) {
            long offset = (long) row * rowBytes;
            type.decode(MemorySegment.ofArray(bytes), offset, values[row], 0, columns);
            if (hasMins(type)) {
                type.decode(MemorySegment.ofArray(blank), offset, mins[row], 0, columns);
            }
        }
        return new Weights(type, rows, columns, rowBytes, bytes, values, mins);
    }

    static int size(BlockType type, int rows, int columns, int gap) {
        // Nothing is behind the last row, where reading on would be found out.
        return rows == 0 ? 0 : rows * ((int) type.bytesFor(columns) + gap) - gap;
    }

    private static boolean hasMins(BlockType type) {
        return switch (type) {
            case Q4_1, Q5_1, Q2_K, Q4_K, Q5_K -> true;
            default -> false;
        };
    }

    /** Where the bits of single values begin, in types that have minima. */
    private static int quantsOffset(BlockType type) {
        return switch (type) {
            case Q4_1, Q5_1 -> 4;
            case Q2_K, Q4_K, Q5_K -> 16;
            default -> type.blockBytes();
        };
    }

    private static void tame(BlockType type, byte[] bytes, int block, Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] scales =
                switch (type) {
                    case F32, MXFP4, IQ1_M -> new int[0];
                    case F16, BF16 -> new int[] {0};
                    case Q4_1, Q5_1, Q4_K, Q5_K -> new int[] {0, 2};
                    case Q2_K -> new int[] {80, 82};
                    case Q3_K -> new int[] {108};
                    case Q6_K -> new int[] {208};
                    case TQ1_0 -> new int[] {52};
                    case TQ2_0 -> new int[] {64};
                    default -> new int[] {0};
                };
        for (int offset : scales) {
            float scale = (float) random.nextGaussian() * 0.02f;
            buffer.putShort(
                    block + offset,
                    type == BlockType.BF16
                            ? (short) (Float.floatToRawIntBits(scale) >>> 16)
                            : Float.floatToFloat16(scale));
        }
        if (type == BlockType.MXFP4) {
            buffer.put(block, (byte) (118 + random.nextInt(8)));
        }
        if (type == BlockType.IQ1_M) {
            int half = Float.floatToFloat16((float) random.nextGaussian() * 0.02f);
            for (int i = 0; i < 4; i++) { // nibbles in the upper halves of odd bytes
                int place = block + 49 + 2 * i;
                buffer.put(place, (byte) ((bytes[place] & 15) | ((half >>> (4 * i)) & 15) << 4));
            }
        }
        if (type == BlockType.F32) {
            buffer.putFloat(block, (float) random.nextGaussian());
        }
    }

    /**
     * Checks a product with activations.
     *
     * <p>The kernel's result differs from the exact one by roundings alone, each of at most 2⁻²⁴ of
     * the sum of all magnitudes. A partial sum goes through at most one addition per column of
     * plain floats, and through two per group of 16 columns otherwise, one of them for the minimum;
     * fewer than 16 more are for scales, products, the adding up of parts, and what the codec has
     * rounded. Where a product of scales is subnormal, 2⁻¹⁵⁰ is lost for each of at most 2²⁰ units
     * of its group instead.
     *
     * @return what is wrong, or an empty text
     */
    String difference(int row, double[] activations, float result) {
        double exact = 0;
        double magnitude = 0;
        for (int i = 0; i < columns; i++) {
            double value = values[row][i];
            if (type == BlockType.MXFP4 && Double.isInfinite(value)) {
                return ""; // a finite scale whose product with a byte only the codec has to round
            }
            double min = mins[row][i];
            exact += value * activations[i];
            magnitude += (Math.abs(value - min) + Math.abs(min)) * Math.abs(activations[i]);
        }
        if (!Double.isFinite(exact)) {
            return Float.isFinite(result) ? "%s is finite".formatted(result) : "";
        }
        double roundings = (type.blockSize() == 1 ? columns : columns / 8.0) + 16;
        double bound = roundings * 0x1p-24 * magnitude + columns * 0x1p-130;
        boolean mayOverflow = magnitude > 0x1p100; // on the way, where scales are multiplied
        if (!mayOverflow && !(Math.abs(result - exact) <= bound)) {
            return "row %d is %s instead of %s ± %s".formatted(row, result, exact, bound);
        }
        return "";
    }
}
