package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.H8;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
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

/**
 * Q4_K and Q5_K: nibbles, in Q5_K with separate fifth bits, with scales and minima of 6 bits per
 * 32.
 *
 * <p>In Q5_K a byte becomes its nibble, less 16 where the fifth bit is clear, as in {@link
 * FiveBitBlocks}.
 */
record MinSuperBlocks(BlockType type) implements WeightFormat {
    private static final V LOW_NIBBLE = CONSTANTS[0];
    private static final V SIX_BITS = CONSTANTS[1];

    @Override
    public int group() {
        return 32;
    }

    @Override
    public int zeroPoint() {
        return hasFifthBits() ? -16 : 0;
    }

    @Override
    public boolean hasMins() {
        return true;
    }

    private boolean hasFifthBits() {
        return type == BlockType.Q5_K;
    }

    @Override
    public void prepare(Aarch64Assembler a) {
        a.moviByte(LOW_NIBBLE, 15);
        a.moviByte(SIX_BITS, 63);
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        scalesAndMins(a, row, half);
        int nibbles = type.blockBytes() - 128 + 64 * half;
        for (int i = 0; i < 8; i += 4) {
            a.ldp(WEIGHTS[i], WEIGHTS[i + 1], row, nibbles + 8 * i);
            a.ushr(B16, WEIGHTS[i + 2], WEIGHTS[i], 4);
            a.ushr(B16, WEIGHTS[i + 3], WEIGHTS[i + 1], 4);
            if (!hasFifthBits()) {
                a.and(WEIGHTS[i], WEIGHTS[i], LOW_NIBBLE);
                a.and(WEIGHTS[i + 1], WEIGHTS[i + 1], LOW_NIBBLE);
            }
        }
        if (hasFifthBits()) {
            fifthBits(a, row, half);
        }
    }

    private static void fifthBits(Aarch64Assembler a, X row, int half) {
        V bit = TEMPORARIES[0];
        V clear = TEMPORARIES[1];
        V[] bits = {TEMPORARIES[2], TEMPORARIES[3]};
        a.ldp(bits[0], bits[1], row, 16);
        a.mvn(bits[0], bits[0]);
        a.mvn(bits[1], bits[1]);
        for (int i = 0; i < 8; i++) {
            if (i % 2 == 0) {
                a.moviByte(bit, 1 << (4 * half + i / 2));
            }
            a.cmtst(B16, clear, bits[i % 2], bit);
            a.sli(B16, WEIGHTS[i], clear, 4);
        }
    }

    /** Eight bytes of 6 bits, the scales of four groups and then their minima. */
    private static void scalesAndMins(Aarch64Assembler a, X row, int half) {
        V small = TEMPORARIES[0];
        V high = TEMPORARIES[1];
        V factors = TEMPORARIES[2];
        V negative = TEMPORARIES[3];
        if (half == 0) {
            a.ldr(D, small, row, 4);
            a.and(small, small, SIX_BITS);
        } else {
            a.ldr(D, high, row, 4);
            a.ldr(S, small, row, 12);
            a.ushr(B16, factors, small, 4);
            a.zip1(S4, small, small, factors);
            a.ushr(B16, high, high, 6);
            a.sli(B16, small, high, 4);
        }
        a.ldr(S, factors, row, 0);
        a.fcvtl(factors, factors);
        a.fneg(negative, factors);
        a.uxtl(B16, small, small);
        a.uxtl(H8, SCALES[0], small);
        a.uxtl2(H8, MINS[0], small);
        a.ucvtf(SCALES[0], SCALES[0]);
        a.ucvtf(MINS[0], MINS[0]);
        a.fmul(SCALES[0], SCALES[0], factors, 0);
        a.fmul(MINS[0], MINS[0], negative, 1);
    }
}
