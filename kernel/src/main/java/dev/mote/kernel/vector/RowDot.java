package dev.mote.kernel.vector;

import dev.mote.kernel.BlockType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/** The product of one encoded row with one token's activations, without decoding to memory. */
@FunctionalInterface
interface RowDot {
    /**
     * Returns Σ w[i] · x[i].
     *
     * @param w encoded rows
     * @param offset byte offset of the row
     * @param x values, and sums where {@link #zeroPoint} asks for them
     * @param k columns
     */
    float dot(MemorySegment w, long offset, Activations x, int k);

    /** The kernel of a type, or null where rows are decoded first. */
    static @Nullable RowDot of(BlockType type) {
        if (Lanes.L < 4) {
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
            case IQ2_XXS -> Lanes.L < 8 ? null : CodebookDots::iq2Xxs;
            default -> null;
        };
    }

    /** What {@link Activations#offsets} are to be multiplied with for a type. */
    static float zeroPoint(BlockType type) {
        return type == BlockType.Q4_0 ? 8 : 0;
    }
}
