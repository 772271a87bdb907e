package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/** Loads weights that are stored as plain floats. */
final class FloatWeights {
    private FloatWeights() {}

    static boolean isPlain(BlockType type) {
        return type == BlockType.F32 || type == BlockType.F16 || type == BlockType.BF16;
    }

    /** target = eight floats. */
    static void load(Avx2Assembler a, BlockType type, Vec target, Mem source) {
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

    /** The lowest lane of target = one float; reads its bytes alone. */
    static void loadOne(Avx2Assembler a, BlockType type, Vec target, Mem source, Gpr temp) {
        switch (type) {
            case F32 -> a.vmovd(target.x(), source);
            case F16 -> {
                a.movzx16(temp, source);
                a.vmovd(target.x(), temp);
                a.vcvtph2ps(target.x(), target.x());
            }
            case BF16 -> {
                a.movzx16(temp, source);
                a.shl(temp, 16);
                a.vmovd(target.x(), temp);
            }
            default -> throw new IllegalArgumentException(type + " is no plain float");
        }
    }
}
