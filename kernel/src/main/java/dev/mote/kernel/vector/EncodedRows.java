package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.I;
import static dev.mote.kernel.vector.Lanes.L;
import static dev.mote.kernel.vector.Lanes.LE;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;

/** Loads from encoded rows that widen small numbers to one lane each; for 256 and 512 bits. */
final class EncodedRows {
    /** As many bytes as a vector has lanes; at least 64 bits. */
    static final VectorSpecies<Byte> B = L == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

    private static final VectorSpecies<Byte> FULL = Lanes.F.withLanes(byte.class);
    private static final VectorSpecies<Byte> HALF =
            L == 16 ? ByteVector.SPECIES_256 : ByteVector.SPECIES_128;

    private EncodedRows() {}

    static int int32(MemorySegment w, long at) {
        return w.get(Lanes.INT, at);
    }

    static long int64(MemorySegment w, long at) {
        return w.get(Lanes.LONG, at);
    }

    static float float32(MemorySegment w, long at) {
        return Float.intBitsToFloat(int32(w, at));
    }

    /** An F16 value. */
    static float half(MemorySegment w, long at) {
        return Float.float16ToFloat(w.get(Lanes.SHORT, at));
    }

    /** A BF16 value. */
    static float bfloat(MemorySegment w, long at) {
        return Float.intBitsToFloat(w.get(Lanes.SHORT, at) << 16);
    }

    /** L unsigned bytes, one per lane. */
    static IntVector bytes(MemorySegment w, long at) {
        return (IntVector)
                ByteVector.fromMemorySegment(B, w, at, LE)
                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
    }

    /** L 16-bit values, sign-extended, one per lane. */
    private static IntVector shorts(MemorySegment w, long at) {
        return (IntVector)
                ByteVector.fromMemorySegment(HALF, w, at, LE)
                        .reinterpretAsShorts()
                        .convertShape(VectorOperators.S2I, I, 0);
    }

    /** L F16 values, exactly; see {@link Lanes#halves}. */
    static FloatVector halves(MemorySegment w, long at) {
        return Lanes.halves(shorts(w, at));
    }

    /** L BF16 values. */
    static FloatVector bfloats(MemorySegment w, long at) {
        return shorts(w, at).lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    /** L F32 values. */
    static FloatVector floats(MemorySegment w, long at) {
        return ByteVector.fromMemorySegment(FULL, w, at, LE).reinterpretAsFloats();
    }
}
