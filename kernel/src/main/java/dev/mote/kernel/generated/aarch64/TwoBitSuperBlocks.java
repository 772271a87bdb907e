package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.S;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.MINS;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** Q2_K: bit pairs, with scales and minima of 4 bits per 16. */
record TwoBitSuperBlocks() implements WeightFormat {
    private static final V BIT_PAIR = CONSTANTS[0];
    private static final V LOW_NIBBLE = CONSTANTS[1];

    @Override
    public BlockType type() {
        return BlockType.Q2_K;
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
        return true;
    }

    @Override
    public void prepare(Aarch64Assembler a) {
        a.moviByte(BIT_PAIR, 3);
        a.moviByte(LOW_NIBBLE, 15);
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        V scales = TEMPORARIES[0];
        V mins = TEMPORARIES[1];
        V factors = TEMPORARIES[2];
        V negative = TEMPORARIES[3];
        a.ldr(D, scales, row, 8 * half);
        a.ushr(B16, mins, scales, 4);
        a.and(scales, scales, LOW_NIBBLE);
        a.ldr(S, factors, row, 80);
        a.fcvtl(factors, factors);
        a.fneg(negative, factors);
        GroupScales.unsignedBytes(a, SCALES, scales, factors, 0);
        GroupScales.unsignedBytes(a, MINS, mins, negative, 1);

        V even = WEIGHTS[6];
        V odd = WEIGHTS[7];
        a.ldp(even, odd, row, 16 + 32 * half);
        a.and(WEIGHTS[0], even, BIT_PAIR);
        a.and(WEIGHTS[1], odd, BIT_PAIR);
        for (int pair = 1; pair < 3; pair++) {
            a.ushr(B16, WEIGHTS[2 * pair], even, 2 * pair);
            a.ushr(B16, WEIGHTS[2 * pair + 1], odd, 2 * pair);
            a.and(WEIGHTS[2 * pair], WEIGHTS[2 * pair], BIT_PAIR);
            a.and(WEIGHTS[2 * pair + 1], WEIGHTS[2 * pair + 1], BIT_PAIR);
        }
        a.ushr(B16, even, even, 6);
        a.ushr(B16, odd, odd, 6);
    }
}
