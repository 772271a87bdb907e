package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** Q4_0 and Q4_1: nibbles as they are, 8 or 0 being their zero. */
record FourBitBlocks(BlockType type) implements WeightFormat {
    private static final V LOW_NIBBLE = CONSTANTS[0];

    @Override
    public int group() {
        return 32;
    }

    @Override
    public int zeroPoint() {
        return hasMins() ? 0 : 8;
    }

    @Override
    public boolean hasMins() {
        return type == BlockType.Q4_1;
    }

    @Override
    public void prepare(Aarch64Assembler a) {
        a.moviByte(LOW_NIBBLE, 15);
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        int bytes = type.blockBytes();
        if (hasMins()) {
            Halves.scalesAndMins(a, row, bytes, groups);
        } else {
            Halves.scales(a, row, bytes, groups);
        }
        for (int i = 0; i < groups; i++) {
            V low = WEIGHTS[2 * i];
            V high = WEIGHTS[2 * i + 1];
            a.ldr(Q, high, row, i * bytes + bytes - 16);
            a.and(low, high, LOW_NIBBLE);
            a.ushr(B16, high, high, 4);
        }
    }
}
