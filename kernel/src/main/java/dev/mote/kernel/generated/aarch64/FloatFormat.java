package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.H;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * F32, F16 or BF16 weights as code that loads them as F32.
 *
 * @param type one of the three
 */
record FloatFormat(BlockType type) {
    static boolean isPlain(BlockType type) {
        return type == BlockType.F32 || type == BlockType.F16 || type == BlockType.BF16;
    }

    /** Loads 16 neighbours into four registers. */
    void loadSixteen(Aarch64Assembler a, V[] target, X from) {
        if (type == BlockType.F32) {
            a.ldp(target[0], target[1], from, 0);
            a.ldp(target[2], target[3], from, 32);
            return;
        }
        a.ldp(target[1], target[3], from, 0);
        for (int i = 0; i < 4; i += 2) {
            if (type == BlockType.F16) {
                a.fcvtl(target[i], target[i + 1]);
                a.fcvtl2(target[i + 1], target[i + 1]);
            } else {
                a.shllHalf(target[i], target[i + 1]);
                a.shllHalf2(target[i + 1], target[i + 1]);
            }
        }
    }

    /** Loads one into the lowest lane; the rest becomes zero. */
    void loadOne(Aarch64Assembler a, V target, X from) {
        switch (type) {
            case F32 -> a.ldr(S, target, from, 0);
            case F16 -> {
                a.ldr(H, target, from, 0);
                a.fcvtHalf(target, target);
            }
            default -> {
                a.ldr(H, target, from, 0);
                a.shllHalf(target, target);
            }
        }
    }
}
