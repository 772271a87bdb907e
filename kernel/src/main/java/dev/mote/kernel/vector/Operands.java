package dev.mote.kernel.vector;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;

import java.lang.foreign.MemorySegment;

/** What the fields of an idle operation refer to, so that they keep no model in memory. */
final class Operands {
    static final WeightMatrix NO_WEIGHTS =
            WeightMatrix.of(BlockType.F32, 1, 1, MemorySegment.ofArray(new byte[Float.BYTES]));
    static final FloatMatrix NO_FLOATS = FloatMatrix.of(MemorySegment.NULL, 0, 0);

    private Operands() {}
}
