package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** IQ4_XS: nibbles that stand for the bytes of a table, with scales of 6 bits per 32. */
record NonLinearSuperBlocks() implements WeightFormat {
    private static final V LOW_NIBBLE = CONSTANTS[0];
    private static final V TABLE = CONSTANTS[1];
    private static final V LOW_SHIFTS = CONSTANTS[2];
    private static final V HIGH_SHIFTS = CONSTANTS[3];

    @Override
    public BlockType type() {
        return BlockType.IQ4_XS;
    }

    @Override
    public int group() {
        return 32;
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
        a.moviByte(LOW_NIBBLE, 15);
        a.ldr(TABLE, a.constant(TableBlocks.nonLinear()));
        a.ldr(LOW_SHIFTS, a.constant(Bytes.ofWords(0, -4, -8, -12)));
        a.ldr(HIGH_SHIFTS, a.constant(Bytes.ofWords(-16, -18, -20, -22)));
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        scales(a, row, half);
        for (int i = 0; i < 4; i++) {
            V low = WEIGHTS[2 * i];
            V high = WEIGHTS[2 * i + 1];
            a.ldr(Q, high, row, 8 + 64 * half + 16 * i);
            a.and(low, high, LOW_NIBBLE);
            a.ushr(B16, high, high, 4);
            a.tbl(low, TABLE, low);
            a.tbl(high, TABLE, high);
        }
    }

    /** Word 0 is d and, above it, the upper bit pairs; word 1 holds the lower nibbles. */
    private static void scales(Aarch64Assembler a, X row, int half) {
        V head = TEMPORARIES[0];
        V high = TEMPORARIES[1];
        V low = TEMPORARIES[2];
        V constant = TEMPORARIES[3];
        a.ldr(D, head, row, 0);
        a.dup(S4, high, head, 0);
        a.dup(S4, low, head, 1);
        if (half == 1) {
            a.ushr(S4, high, high, 8);
            a.ushr(S4, low, low, 16);
        }
        a.ushl(S4, high, high, HIGH_SHIFTS);
        a.ushl(S4, low, low, LOW_SHIFTS);
        a.moviWord(constant, 3, 0);
        a.and(high, high, constant);
        a.sli(S4, low, high, 4);
        a.moviWord(constant, 32, 0);
        a.sub(S4, low, low, constant);
        a.scvtf(low, low);
        a.fcvtHalf(head, head);
        a.fmul(SCALES[0], low, head, 0);
    }
}
