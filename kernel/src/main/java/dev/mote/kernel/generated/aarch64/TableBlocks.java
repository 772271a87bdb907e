package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.D2;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.B;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** IQ4_NL and MXFP4: nibbles that stand for the signed bytes of a table. */
record TableBlocks(BlockType type) implements WeightFormat {
    private static final V LOW_NIBBLE = CONSTANTS[0];
    private static final V TABLE = CONSTANTS[1];

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

    /** The values of IQ4_NL and IQ4_XS. */
    static byte[] nonLinear() {
        return Bytes.of(-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113);
    }

    @Override
    public void prepare(Aarch64Assembler a) {
        a.moviByte(LOW_NIBBLE, 15);
        byte[] doubledFloats = Bytes.of(0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12);
        a.ldr(TABLE, a.constant(type == BlockType.MXFP4 ? doubledFloats : nonLinear()));
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        int bytes = type.blockBytes();
        if (type == BlockType.MXFP4) {
            powersOfTwo(a, row, bytes, groups);
        } else {
            Halves.scales(a, row, bytes, groups);
        }
        for (int i = 0; i < groups; i++) {
            V low = WEIGHTS[2 * i];
            V high = WEIGHTS[2 * i + 1];
            a.ldr(Q, high, row, (i + 1) * bytes - 16);
            a.and(low, high, LOW_NIBBLE);
            a.ushr(B16, high, high, 4);
            a.tbl(low, TABLE, low);
            a.tbl(high, TABLE, high);
        }
    }

    /**
     * Scales 2^(e − 128): bits {@code (e − 1) << 23}, or {@code 2^21 << e} for the two subnormal
     * ones. The larger of the two is right for every e if the latter is taken of e up to 1 only.
     */
    private static void powersOfTwo(Aarch64Assembler a, X row, int bytes, int groups) {
        V exponents = TEMPORARIES[0];
        for (int i = 0; i < groups; i++) {
            a.ldr(B, TEMPORARIES[i], row, i * bytes);
        }
        if (groups == 4) {
            a.zip1(S4, exponents, exponents, TEMPORARIES[1]);
            a.zip1(S4, TEMPORARIES[2], TEMPORARIES[2], TEMPORARIES[3]);
            a.zip1(D2, exponents, exponents, TEMPORARIES[2]);
        }
        V one = TEMPORARIES[1];
        V subnormal = TEMPORARIES[2];
        V least = TEMPORARIES[3];
        a.moviWord(one, 1, 0);
        a.moviWord(least, 0x20, 16);
        a.umin(S4, subnormal, exponents, one);
        a.shl(S4, subnormal, subnormal, 21);
        a.add(S4, subnormal, subnormal, least);
        a.sub(S4, exponents, exponents, one);
        a.shl(S4, exponents, exponents, 23);
        a.smax(S4, SCALES[0], exponents, subnormal);
    }
}
