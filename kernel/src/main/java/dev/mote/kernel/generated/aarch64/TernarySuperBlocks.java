package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.H;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.SCRATCH;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * TQ1_0, five ternary digits to a byte, and TQ2_0, bit pairs less 1; one scale for 256 values.
 *
 * <p>A digit of TQ1_0 is how many thirds of 256 the byte reaches, when the digits before it are
 * multiplied away.
 */
record TernarySuperBlocks(BlockType type) implements WeightFormat {
    private static final V BIT_PAIR = CONSTANTS[0];
    private static final V ONE_THIRD = CONSTANTS[0];
    private static final V TWO_THIRDS = CONSTANTS[1];
    private static final V THREE = CONSTANTS[2];

    @Override
    public int group() {
        return 32;
    }

    @Override
    public int zeroPoint() {
        return type == BlockType.TQ2_0 ? 1 : 0;
    }

    @Override
    public boolean hasMins() {
        return false;
    }

    @Override
    public void prepare(Aarch64Assembler a) {
        if (type == BlockType.TQ2_0) {
            a.moviByte(BIT_PAIR, 3);
        } else {
            a.moviByte(ONE_THIRD, 86);
            a.moviByte(TWO_THIRDS, 171);
            a.moviByte(THREE, 3);
        }
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        a.ldr(H, TEMPORARIES[0], row, type.blockBytes() - 2);
        a.fcvtHalf(TEMPORARIES[0], TEMPORARIES[0]);
        a.dup(S4, SCALES[0], TEMPORARIES[0], 0);
        if (type == BlockType.TQ2_0) {
            pairs(a, row, half);
        } else if (half == 0) {
            digitsOf32(a, row);
        } else {
            digitsOfTheRest(a, row);
        }
    }

    private static void pairs(Aarch64Assembler a, X row, int half) {
        V even = WEIGHTS[6];
        V odd = WEIGHTS[7];
        a.ldp(even, odd, row, 32 * half);
        for (int pair = 0; pair < 3; pair++) {
            for (int part = 0; part < 2; part++) {
                V from = WEIGHTS[6 + part];
                V to = WEIGHTS[2 * pair + part];
                if (pair > 0) {
                    a.ushr(B16, to, from, 2 * pair);
                }
                a.and(to, pair > 0 ? to : from, BIT_PAIR);
            }
        }
        a.ushr(B16, even, even, 6);
        a.ushr(B16, odd, odd, 6);
    }

    private static void digitsOf32(Aarch64Assembler a, X row) {
        V[] bytes = {TEMPORARIES[2], TEMPORARIES[3]};
        a.ldp(bytes[0], bytes[1], row, 0);
        for (int i = 0; i < 8; i++) {
            digit(a, WEIGHTS[i], bytes[i % 2]);
            if (i < 6) {
                a.mul(B16, bytes[i % 2], bytes[i % 2], THREE);
            }
        }
    }

    /** The last digit of 32 bytes, five of 16, and four of 4. */
    private static void digitsOfTheRest(Aarch64Assembler a, X row) {
        V bytes = TEMPORARIES[2];
        V power = TEMPORARIES[3];
        a.moviByte(power, 81);
        for (int i = 0; i < 2; i++) {
            a.ldr(Q, bytes, row, 16 * i);
            a.mul(B16, bytes, bytes, power);
            digit(a, WEIGHTS[i], bytes);
        }
        a.ldr(Q, bytes, row, 32);
        for (int i = 2; i < 7; i++) {
            digit(a, WEIGHTS[i], bytes);
            if (i < 6) {
                a.mul(B16, bytes, bytes, THREE);
            }
        }
        a.ldrWord(SCRATCH[0], row, 48);
        a.dupWord(bytes, SCRATCH[0]);
        a.ldr(power, a.constant(Bytes.ofWords(0x0101_0101, 0x0303_0303, 0x0909_0909, 0x1b1b_1b1b)));
        a.mul(B16, bytes, bytes, power);
        digit(a, WEIGHTS[7], bytes);
    }

    /** The first digit less 1: comparisons that hold count as −1. */
    private static void digit(Aarch64Assembler a, V weights, V bytes) {
        V other = TEMPORARIES[0];
        a.cmhs(B16, weights, bytes, ONE_THIRD);
        a.cmhs(B16, other, bytes, TWO_THIRDS);
        a.add(B16, weights, weights, other);
        a.mvn(weights, weights);
    }
}
