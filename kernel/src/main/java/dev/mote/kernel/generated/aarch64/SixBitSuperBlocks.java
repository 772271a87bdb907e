package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.H;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** Q6_K: nibbles and separate upper bit pairs, with scales of 8 bits per 16; 32 is the zero. */
record SixBitSuperBlocks() implements WeightFormat {
    private static final V BIT_PAIR = CONSTANTS[0];

    @Override
    public BlockType type() {
        return BlockType.Q6_K;
    }

    @Override
    public int group() {
        return 16;
    }

    @Override
    public int zeroPoint() {
        return 32;
    }

    @Override
    public boolean hasMins() {
        return false;
    }

    @Override
    public void prepare(Aarch64Assembler a) {
        a.moviByte(BIT_PAIR, 3);
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        V scales = TEMPORARIES[0];
        V d = TEMPORARIES[1];
        a.ldr(D, scales, row, 192 + 8 * half);
        a.ldr(H, d, row, 208);
        a.fcvtHalf(d, d);
        GroupScales.signedBytes(a, scales, d);

        a.ldp(WEIGHTS[0], WEIGHTS[1], row, 64 * half);
        a.ldp(WEIGHTS[2], WEIGHTS[3], row, 64 * half + 32);
        for (int i = 0; i < 4; i++) {
            a.ushr(B16, WEIGHTS[i + 4], WEIGHTS[i], 4);
        }
        V[] high = {TEMPORARIES[0], TEMPORARIES[1]};
        V pair = TEMPORARIES[2];
        a.ldp(high[0], high[1], row, 128 + 32 * half);
        for (int i = 0; i < 8; i++) {
            int shift = i / 2 * 2;
            V shifted = shift == 0 ? high[i % 2] : pair;
            if (shift > 0) {
                a.ushr(B16, pair, high[i % 2], shift);
            }
            if (shift < 6) {
                a.and(pair, shifted, BIT_PAIR);
            }
            a.sli(B16, WEIGHTS[i], pair, 4); // drops what is above the nibble
        }
    }
}
