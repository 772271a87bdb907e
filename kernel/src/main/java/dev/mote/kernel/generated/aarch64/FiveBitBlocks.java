package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Q5_0 and Q5_1: nibbles, and a word of the fifth bits.
 *
 * <p>A byte becomes its nibble, less 16 where the fifth bit is clear: a mask of that, shifted in
 * above the nibble, makes it negative. So 0 or −16 is the zero of the two types.
 */
record FiveBitBlocks(BlockType type) implements WeightFormat {
    private static final V FIRST_HALF = CONSTANTS[0];
    private static final V SECOND_HALF = CONSTANTS[1];
    private static final V BIT_OF_LANE = CONSTANTS[2];

    @Override
    public int group() {
        return 32;
    }

    @Override
    public int zeroPoint() {
        return hasMins() ? -16 : 0;
    }

    @Override
    public boolean hasMins() {
        return type == BlockType.Q5_1;
    }

    @Override
    public void prepare(Aarch64Assembler a) {
        a.ldr(FIRST_HALF, a.constant(Bytes.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)));
        a.ldr(SECOND_HALF, a.constant(Bytes.of(2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3)));
        a.ldr(
                BIT_OF_LANE,
                a.constant(Bytes.of(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128)));
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        int bytes = type.blockBytes();
        if (hasMins()) {
            Halves.scalesAndMins(a, row, bytes, groups);
        } else {
            Halves.scales(a, row, bytes, groups);
        }
        V bits = TEMPORARIES[0];
        V first = TEMPORARIES[1];
        V second = TEMPORARIES[2];
        for (int i = 0; i < groups; i++) {
            V low = WEIGHTS[2 * i];
            V high = WEIGHTS[2 * i + 1];
            int end = (i + 1) * bytes;
            a.ldr(S, bits, row, end - 20);
            a.ldr(Q, low, row, end - 16);
            a.ushr(B16, high, low, 4);
            a.mvn(bits, bits);
            a.tbl(first, bits, FIRST_HALF);
            a.tbl(second, bits, SECOND_HALF);
            a.cmtst(B16, first, first, BIT_OF_LANE);
            a.cmtst(B16, second, second, BIT_OF_LANE);
            a.sli(B16, low, first, 4);
            a.sli(B16, high, second, 4);
        }
    }
}
