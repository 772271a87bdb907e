package dev.mote.kernel.generated.x86.avx512;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/** Loads 16 weights that are stored as plain floats. */
final class FloatWeights {
    private FloatWeights() {}

    static boolean isPlain(BlockType type) {
        return type == BlockType.F32 || type == BlockType.F16 || type == BlockType.BF16;
    }

    /**
     * target = 16 floats.
     *
     * @param present the weights that are there, the others become 0; K0 for all
     */
    static void load(Avx512Assembler a, BlockType type, Vec target, Mem source, Mask present) {
        if (present != Mask.K0) {
            a.kz(present);
        }
        switch (type) {
            case F32 -> a.vmovups(target, source);
            case F16 -> a.vcvtph2ps(target, source);
            case BF16 -> {
                a.vpmovzxwd(target, source);
                a.vpslld(target, target, 16);
            }
            default -> throw new IllegalArgumentException(type + " is no plain float");
        }
    }
}
