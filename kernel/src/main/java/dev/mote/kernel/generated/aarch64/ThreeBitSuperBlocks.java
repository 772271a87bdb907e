package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.H;
import static dev.mote.kernel.assembler.aarch64.Width.S;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Q3_K: bit pairs and separate third bits, with scales of 6 bits per 16.
 *
 * <p>A byte becomes its bit pair, less 4 where the third bit is clear, as in {@link FiveBitBlocks}.
 */
record ThreeBitSuperBlocks() implements WeightFormat {
    private static final V BIT_PAIR = CONSTANTS[0];
    private static final V THIRTY_TWO = CONSTANTS[1];

    @Override
    public BlockType type() {
        return BlockType.Q3_K;
    }

    @Override
    public int group() {
        return 16;
    }

    @Override
    public int zeroPoint() {
        return 0;
    }

    @Override
    public boolean hasMins() {
        return false;
    }

    @Override
    public void prepare(Aarch64Assembler a) {
        a.moviByte(BIT_PAIR, 3);
        a.moviByte(THIRTY_TWO, 32);
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        scales(a, row, half);
        a.ldp(WEIGHTS[0], WEIGHTS[1], row, 32 + 32 * half);
        for (int pair = 1; pair < 4; pair++) {
            a.ushr(B16, WEIGHTS[2 * pair], WEIGHTS[0], 2 * pair);
            a.ushr(B16, WEIGHTS[2 * pair + 1], WEIGHTS[1], 2 * pair);
        }
        V bit = TEMPORARIES[0];
        V clear = TEMPORARIES[1];
        V[] thirdBits = {TEMPORARIES[2], TEMPORARIES[3]};
        a.ldp(thirdBits[0], thirdBits[1], row, 0);
        a.mvn(thirdBits[0], thirdBits[0]);
        a.mvn(thirdBits[1], thirdBits[1]);
        for (int i = 0; i < 8; i++) {
            if (i % 2 == 0) {
                a.moviByte(bit, 1 << (4 * half + i / 2));
            }
            a.cmtst(B16, clear, thirdBits[i % 2], bit);
            a.sli(B16, WEIGHTS[i], clear, 2);
        }
    }

    private static void scales(Aarch64Assembler a, X row, int half) {
        V low = TEMPORARIES[0];
        V high = TEMPORARIES[1];
        V spare = TEMPORARIES[2];
        a.ldr(D, low, row, 96);
        a.ldr(S, high, row, 104);
        if (half == 1) {
            a.ushr(B16, low, low, 4);
            a.ushr(B16, high, high, 4);
        }
        a.ushr(B16, spare, high, 2);
        a.zip1(S4, high, high, spare);
        a.and(high, high, BIT_PAIR);
        a.sli(B16, low, high, 4);
        a.sub(B16, low, low, THIRTY_TWO);
        a.ldr(H, spare, row, 108);
        a.fcvtHalf(spare, spare);
        GroupScales.signedBytes(a, low, spare);
    }
}
