package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.L;

import dev.mote.kernel.BlockType;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import java.lang.foreign.MemorySegment;

/**
 * Decodes weights to floats, with vectors for the types where the codec's scalar loop would take a
 * visible share of a matrix product; values are the codec's, bit for bit.
 */
final class Unpack {
    private Unpack() {}

    /** Decodes {@code count} values, a multiple of the block size, at any byte offset. */
    static void decode(
            BlockType type,
            MemorySegment source,
            long offset,
            float[] target,
            int targetOffset,
            int count) {
        switch (type) {
            case F32 ->
                    MemorySegment.copy(source, Lanes.FLOAT, offset, target, targetOffset, count);
            case Q4_0 -> q4Zero(source, offset, target, targetOffset, count / 32);
            case Q8_0 -> q8Zero(source, offset, target, targetOffset, count / 32);
            case Q6_K -> q6K(source, offset, target, targetOffset, count / 256);
            case IQ2_XXS -> CodebookDots.decode(source, offset, target, targetOffset, count / 256);
            default -> type.decode(source, offset, target, targetOffset, count);
        }
    }

    private static void q4Zero(MemorySegment w, long offset, float[] target, int out, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + block * 18L;
            FloatVector d = FloatVector.broadcast(F, Lanes.half(w, at));
            for (int j = 0; j < 16; j += L) {
                IntVector q = Lanes.bytes(w, at + 2 + j);
                int to = out + block * 32 + j;
                Lanes.toFloat(q.and(15).sub(8)).mul(d).intoArray(target, to);
                Lanes.toFloat(q.lanewise(VectorOperators.LSHR, 4).sub(8))
                        .mul(d)
                        .intoArray(target, to + 16);
            }
        }
    }

    private static void q8Zero(MemorySegment w, long offset, float[] target, int out, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + block * 34L;
            FloatVector d = FloatVector.broadcast(F, Lanes.half(w, at));
            for (int j = 0; j < 32; j += L) {
                Lanes.toFloat(Lanes.signedBytes(w, at + 2 + j))
                        .mul(d)
                        .intoArray(target, out + block * 32 + j);
            }
        }
    }

    /** Converts in place: as a method of its own the conversion is not always inlined here. */
    private static void q6K(MemorySegment w, long offset, float[] target, int out, int blocks) {
        for (int block = 0; block < blocks; block++) {
            long at = offset + block * 210L;
            float d = Lanes.half(w, at + 208);
            for (int half = 0; half < 2; half++) {
                long scales = w.get(Lanes.LONG, at + 192 + half * 8L);
                for (int j = 0; j < 32; j += L) {
                    IntVector q0 = Lanes.bytes(w, at + half * 64L + j);
                    IntVector q1 = Lanes.bytes(w, at + half * 64L + 32 + j);
                    IntVector high = Lanes.bytes(w, at + 128 + half * 32L + j);
                    int to = out + block * 256 + half * 128 + j;
                    long mine = scales >> ((j >> 4) * 8);
                    IntVector q = q0.and(15).or(high.lanewise(VectorOperators.LSHL, 4).and(48));
                    ((FloatVector) q.sub(32).convert(VectorOperators.I2F, 0))
                            .mul(d * (byte) mine)
                            .intoArray(target, to);
                    q = q1.and(15).or(high.lanewise(VectorOperators.LSHL, 2).and(48));
                    ((FloatVector) q.sub(32).convert(VectorOperators.I2F, 0))
                            .mul(d * (byte) (mine >> 16))
                            .intoArray(target, to + 32);
                    q = q0.lanewise(VectorOperators.LSHR, 4).or(high.and(48));
                    ((FloatVector) q.sub(32).convert(VectorOperators.I2F, 0))
                            .mul(d * (byte) (mine >> 32))
                            .intoArray(target, to + 64);
                    q = high.lanewise(VectorOperators.LSHR, 2).and(48);
                    q = q1.lanewise(VectorOperators.LSHR, 4).or(q);
                    ((FloatVector) q.sub(32).convert(VectorOperators.I2F, 0))
                            .mul(d * (byte) (mine >> 48))
                            .intoArray(target, to + 96);
                }
            }
        }
    }
}
