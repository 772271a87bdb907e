package dev.mote.kernel.generated;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.WeightMatrix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;

/** Rows of random blocks with chosen scales, and what they decode to. */
final class EncodedWeights {
    private static final int MXFP4_EXPONENT = 120;

    private final BlockType type;
    private final int rows;
    private final int columns;
    private final byte[] bytes;

    private EncodedWeights(BlockType type, int rows, int columns, byte[] bytes) {
        this.type = type;
        this.rows = rows;
        this.columns = columns;
        this.bytes = bytes;
    }

    /** Random bits, with scales and minima of some hundredths of either sign. */
    static EncodedWeights random(Random random, BlockType type, int rows, int columns) {
        byte[] bytes = new byte[Math.toIntExact(rows * type.bytesFor(columns))];
        random.nextBytes(bytes);
        EncodedWeights weights = new EncodedWeights(type, rows, columns, bytes);
        for (int block = 0; block < bytes.length / type.blockBytes(); block++) {
            float scale = 0.01f + 0.02f * random.nextFloat();
            weights.setScales(block, random.nextBoolean() ? scale : -scale);
            if (type == BlockType.F32 || type == BlockType.BF16) {
                weights.setScales(block, (float) random.nextGaussian());
            }
        }
        return weights;
    }

    /**
     * Sets all factors of a block, or its value where it has one only. MXFP4 knows powers of two
     * alone and gets one of some size.
     */
    void setScales(int block, float scale) {
        int at = block * type.blockBytes();
        MemorySegment segment = MemorySegment.ofArray(bytes);
        switch (type) {
            case F32 -> segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, scale);
            case BF16 ->
                    segment.set(
                            ValueLayout.JAVA_SHORT_UNALIGNED,
                            at,
                            (short) (Float.floatToRawIntBits(scale) >>> 16));
            case MXFP4 -> bytes[at] = (byte) (MXFP4_EXPONENT + block % 8);
            case IQ1_M -> {
                // Nibbles in the upper halves of the odd bytes from 48 on, the lowest first.
                int half = Float.floatToFloat16(scale);
                for (int i = 0; i < 4; i++) {
                    int place = at + 49 + 2 * i;
                    bytes[place] = (byte) ((bytes[place] & 15) | ((half >>> (4 * i)) & 15) << 4);
                }
            }
            default -> {
                for (int offset : factors(type)) {
                    short half = Float.floatToFloat16(scale);
                    segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + offset, half);
                }
            }
        }
    }

    /** Whether {@link #setScales} can set any value. */
    static boolean hasFreeScales(BlockType type) {
        return type != BlockType.MXFP4;
    }

    private static int[] factors(BlockType type) {
        return switch (type) {
            case Q4_1, Q5_1, Q4_K, Q5_K -> new int[] {0, 2};
            case Q2_K -> new int[] {80, 82};
            case Q3_K -> new int[] {108};
            case Q6_K -> new int[] {208};
            case TQ1_0 -> new int[] {52};
            case TQ2_0 -> new int[] {64};
            default -> new int[] {0};
        };
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    long rowBytes() {
        return type.bytesFor(columns);
    }

    int blocksPerRow() {
        return columns / type.blockSize();
    }

    /** Copies {@code count} rows from {@code first} on to exactly fit memory. */
    WeightMatrix place(MemorySegment memory, int first, int count) {
        MemorySegment.copy(
                MemorySegment.ofArray(bytes), first * rowBytes(), memory, 0, count * rowBytes());
        return WeightMatrix.of(type, count, columns, memory);
    }

    /** Decoded values by row. */
    float[][] values() {
        return decode(bytes);
    }

    /** What the values would be with all their own bits zero, for types with minima; else zeros. */
    float[][] minima() {
        byte[] blank = bytes.clone();
        int from =
                switch (type) {
                    case Q4_1, Q5_1 -> 4;
                    case Q2_K, Q4_K, Q5_K -> 16;
                    default -> -1;
                };
        if (from < 0) {
            return new float[rows][columns];
        }
        int to = type == BlockType.Q2_K ? 80 : type.blockBytes();
        for (int at = 0; at < blank.length; at += type.blockBytes()) {
            Arrays.fill(blank, at + from, at + to, (byte) 0);
        }
        return decode(blank);
    }

    private float[][] decode(byte[] encoded) {
        float[][] values = new float[rows][columns];
        for (int row = 0; row < rows; row++) {
            type.decode(MemorySegment.ofArray(encoded), row * rowBytes(), values[row], 0, columns);
        }
        return values;
    }
}
