package dev.mote.kernel.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The vector width of this machine, and loads that widen small integers to one 32-bit lane each.
 *
 * <p>Widths of 64 to 512 bits work; wider machines use 512 bits, because blocks hold at least 16
 * values per half.
 */
final class Lanes {
    static final VectorSpecies<Float> F =
            FloatVector.SPECIES_PREFERRED.length() > 16
                    ? FloatVector.SPECIES_512
                    : FloatVector.SPECIES_PREFERRED;
    private static final VectorShuffle<Float> BY_EIGHT = turn(F, 8);
    private static final VectorShuffle<Float> BY_FOUR = turn(F, 4);
    private static final VectorShuffle<Float> BY_TWO = turn(F, 2);
    private static final VectorShuffle<Float> BY_ONE = turn(F, 1);
    private static final VectorShuffle<Float> EIGHT_BY_FOUR = turn(FloatVector.SPECIES_256, 4);
    private static final VectorShuffle<Float> EIGHT_BY_TWO = turn(FloatVector.SPECIES_256, 2);
    private static final VectorShuffle<Float> EIGHT_BY_ONE = turn(FloatVector.SPECIES_256, 1);
    static final VectorSpecies<Integer> I = F.withLanes(int.class);

    /** Lanes of a vector: 2, 4, 8 or 16. */
    static final int L = F.length();

    static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Shift counts that move byte i of a 32-bit word to the bottom; for narrow vectors. */
    private static final IntVector BYTE_SHIFTS = IntVector.zero(I).addIndex(8);

    private Lanes() {}

    /** L unsigned bytes, one per lane. */
    static IntVector bytes(MemorySegment s, long offset) {
        if (L == 16) {
            return (IntVector)
                    ByteVector.fromMemorySegment(ByteVector.SPECIES_128, s, offset, LE)
                            .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
        }
        if (L == 8) {
            return (IntVector)
                    ByteVector.fromMemorySegment(ByteVector.SPECIES_64, s, offset, LE)
                            .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
        }
        return word(s, offset).lanewise(VectorOperators.LSHR, BYTE_SHIFTS).and(0xff);
    }

    /** L signed bytes, one per lane. */
    static IntVector signedBytes(MemorySegment s, long offset) {
        if (L == 16) {
            return (IntVector)
                    ByteVector.fromMemorySegment(ByteVector.SPECIES_128, s, offset, LE)
                            .convertShape(VectorOperators.B2I, I, 0);
        }
        if (L == 8) {
            return (IntVector)
                    ByteVector.fromMemorySegment(ByteVector.SPECIES_64, s, offset, LE)
                            .convertShape(VectorOperators.B2I, I, 0);
        }
        return word(s, offset)
                .lanewise(VectorOperators.LSHR, BYTE_SHIFTS)
                .lanewise(VectorOperators.LSHL, 24)
                .lanewise(VectorOperators.ASHR, 24);
    }

    private static IntVector word(MemorySegment s, long offset) {
        return IntVector.broadcast(I, L == 4 ? s.get(INT, offset) : s.get(SHORT, offset));
    }

    /** The same numbers as floats. */
    static FloatVector toFloat(IntVector v) {
        return (FloatVector) v.convert(VectorOperators.I2F, 0);
    }

    /**
     * L F16 values, sign-extended to 32 bits, as floats, exactly.
     *
     * <p>The 15 low bits moved to float's exponent field give the value times 2^-112, subnormals
     * included; infinities and NaNs then need their exponent filled up.
     */
    static FloatVector halves(IntVector values) {
        IntVector bits = values.lanewise(VectorOperators.LSHL, 13);
        IntVector magnitude = bits.and(0x0fffffff);
        IntVector value = magnitude.reinterpretAsFloats().mul(0x1p112f).reinterpretAsInts();
        value =
                value.lanewise(
                        VectorOperators.OR,
                        0x7f800000,
                        magnitude.compare(VectorOperators.GE, 0x0f800000));
        return value.or(bits.and(0x80000000)).reinterpretAsFloats();
    }

    /** L floats. */
    static FloatVector floats(MemorySegment s, long offset) {
        return FloatVector.fromMemorySegment(F, s, offset, LE);
    }

    /** The F16 value at a byte offset. */
    static float half(MemorySegment s, long offset) {
        return Float.float16ToFloat(s.get(SHORT, offset));
    }

    /**
     * The sum of all lanes, halves first. The Vector API's own reduction adds in one order while it
     * is interpreted and in another once it is compiled.
     */
    static float sum(FloatVector v) {
        FloatVector sum = v;
        if (F.length() == 16) {
            sum = sum.add(sum.rearrange(BY_EIGHT));
        }
        if (F.length() >= 8) {
            sum = sum.add(sum.rearrange(BY_FOUR));
        }
        if (F.length() >= 4) {
            sum = sum.add(sum.rearrange(BY_TWO));
        }
        return sum.add(sum.rearrange(BY_ONE)).lane(0);
    }

    /** As {@link #sum} for vectors of eight lanes. */
    static float sumOfEight(FloatVector v) {
        FloatVector sum = v.add(v.rearrange(EIGHT_BY_FOUR));
        sum = sum.add(sum.rearrange(EIGHT_BY_TWO));
        return sum.add(sum.rearrange(EIGHT_BY_ONE)).lane(0);
    }

    private static VectorShuffle<Float> turn(VectorSpecies<Float> species, int lanes) {
        return VectorShuffle.iota(species, lanes % species.length(), 1, true);
    }
}
