package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.H8;
import static dev.mote.kernel.assembler.aarch64.Width.H;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.SCRATCH;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;
import dev.mote.kernel.block.Codebooks;

/**
 * IQ3_XXS and IQ3_S: points of four magnitudes with signs; scales d · (2 · s + 1), for IQ3_XXS / 4.
 */
record ThreeBitPoints(BlockType type) implements WeightFormat {
    private static final V LOW_NIBBLE = CONSTANTS[0];

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
        if (type == BlockType.IQ3_XXS) {
            SignedPoints.prepareFours(a, Codebooks.IQ3_XXS, true);
        } else {
            SignedPoints.prepareFours(a, Codebooks.IQ3_S, false);
        }
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        for (int i = 4 * half; i < 4 * half + 4; i++) {
            if (type == BlockType.IQ3_XXS) {
                indicesOf8(a, row, i);
            } else {
                indicesOf9(a, row, i);
            }
        }
        V scales = TEMPORARIES[0];
        if (type == BlockType.IQ3_XXS) {
            a.ldr(Q, scales, row, 66 + 16 * half);
            OddScales.ofUpperBits(a, scales, row, 0.25f);
        } else {
            a.ldr(H, scales, row, 106 + 2 * half);
            GroupScales.nibbles(a, scales, TEMPORARIES[1], LOW_NIBBLE);
            a.uxtl(B16, scales, scales);
            a.uxtl(H8, scales, scales);
            OddScales.ofLanes(a, scales, row, 1);
        }
    }

    /** IQ3_XXS: eight indices of 8 bits; four patterns of signs in a word further behind. */
    private static void indicesOf8(Aarch64Assembler a, X row, int group) {
        X indices = SCRATCH[0];
        X signs = SCRATCH[1];
        X index = SCRATCH[2];
        a.ldr(indices, row, 2 + 8 * group);
        a.ldrWord(signs, row, 66 + 4 * group);
        for (int i = 0; i < 8; i++) {
            a.ubfx(index, indices, 8 * i, 8);
            SignedPoints.four(a, WEIGHTS[2 * (group % 4) + i / 4], i % 4, index);
            if (i % 4 == 3) {
                for (int part = 0; part < 2; part++) {
                    a.ubfx(index, signs, 7 * (i / 4 * 2 + part), 7);
                    SignedPoints.sign(a, WEIGHTS[2 * (group % 4) + i / 4], part, index);
                }
            }
        }
    }

    /** IQ3_S: low bytes, ninth bits and patterns of 8 bits apart from each other. */
    private static void indicesOf9(Aarch64Assembler a, X row, int group) {
        X low = SCRATCH[0];
        X high = SCRATCH[1];
        X signs = SCRATCH[2];
        X index = SCRATCH[3];
        a.ldr(low, row, 2 + 8 * group);
        a.ldrByte(high, row, 66 + group);
        a.ldrWord(signs, row, 74 + 4 * group);
        for (int i = 0; i < 8; i++) {
            a.ubfx(index, low, 8 * i, 8);
            a.bfi(index, high, 8, 1);
            a.lsr(high, high, 1);
            SignedPoints.four(a, WEIGHTS[2 * (group % 4) + i / 4], i % 4, index);
            if (i % 4 == 3) {
                for (int part = 0; part < 2; part++) {
                    a.ubfx(index, signs, 8 * (i / 4 * 2 + part), 8);
                    SignedPoints.sign(a, WEIGHTS[2 * (group % 4) + i / 4], part, index);
                }
            }
        }
    }
}
