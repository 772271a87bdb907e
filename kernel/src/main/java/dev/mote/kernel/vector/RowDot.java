package dev.mote.kernel.vector;

import dev.mote.kernel.BlockType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * The products of four encoded rows with one token's activations, without decoding to memory. Four
 * rows share each load of the activations, and their independent sums keep the multiply-add units
 * busy.
 */
@FunctionalInterface
interface RowDot {
    /** Rows multiplied together. */
    int ROWS = 4;

    /**
     * Computes Σ w[r, i] · x[i] for four rows.
     *
     * @param w encoded rows
     * @param offset byte offset of the first row
     * @param stride bytes from one row to the next; 0 computes one row four times
     * @param x values, and sums where {@link #zeroPoint} asks for them
     * @param k columns
     * @param sums receives the four products
     */
    void dot(MemorySegment w, long offset, long stride, Activations x, int k, float[] sums);

    /** The kernel of a type, or null where rows are decoded first: with vectors below 256 bits. */
    static @Nullable RowDot of(BlockType type) {
        if (Lanes.L < 8) {
            return null;
        }
        return switch (type) {
            case F32 -> FloatDots::f32;
            case F16 -> FloatDots::f16;
            case BF16 -> FloatDots::bf16;
            case Q4_0 -> Block32Dots::q4Zero;
            case Q4_1 -> Block32Dots::q4One;
            case Q8_0 -> Block32Dots::q8Zero;
            case Q4_K -> Block256Dots::q4K;
            case Q5_K -> Block256Dots::q5K;
            case Q6_K -> Block256Dots::q6K;
            case IQ2_XXS -> CodebookDots::iq2Xxs;
            default -> null;
        };
    }

    /** What {@link Activations#offsets} are to be multiplied with for a type. */
    static float zeroPoint(BlockType type) {
        return type == BlockType.Q4_0 ? 8 : 0;
    }
}
