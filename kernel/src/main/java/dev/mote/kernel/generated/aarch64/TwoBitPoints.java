package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.SCRATCH;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;
import dev.mote.kernel.block.Codebooks;

/** IQ2_XXS, IQ2_XS and IQ2_S: points of eight magnitudes with signs; scales d · (2 · s + 1) / 8. */
record TwoBitPoints(BlockType type) implements WeightFormat {
    private static final V LOW_NIBBLE = CONSTANTS[0];
    private static final V ONES = CONSTANTS[1];

    @Override
    public int group() {
        return type == BlockType.IQ2_XXS ? 32 : 16;
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
        a.moviByte(ONES, 1);
        switch (type) {
            case IQ2_XXS -> SignedPoints.prepareEights(a, Codebooks.IQ2_XXS, true);
            case IQ2_XS -> SignedPoints.prepareEights(a, Codebooks.IQ2_XS, true);
            default -> SignedPoints.prepareEights(a, Codebooks.IQ2_S, false);
        }
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        for (int i = 4 * half; i < 4 * half + 4; i++) {
            switch (type) {
                case IQ2_XXS -> bytesThenSigns(a, row, i);
                case IQ2_XS -> halfWords(a, row, i);
                default -> separateBits(a, row, i);
            }
        }
        if (type == BlockType.IQ2_XXS) {
            scalesAboveSigns(a, row, half);
        } else {
            scalesBehind(a, row, half);
        }
    }

    /** IQ2_XXS: four indices of 8 bits, four patterns of 7. */
    private static void bytesThenSigns(Aarch64Assembler a, X row, int group) {
        X packed = SCRATCH[0];
        X index = SCRATCH[1];
        a.ldr(packed, row, 2 + 8 * group);
        for (int i = 0; i < 4; i++) {
            V weights = WEIGHTS[2 * (group % 4) + i / 2];
            a.ubfx(index, packed, 8 * i, 8);
            SignedPoints.eight(a, weights, i % 2, index);
            a.ubfx(index, packed, 32 + 7 * i, 7);
            SignedPoints.sign(a, weights, i % 2, index);
        }
    }

    /** IQ2_XS: four times an index of 9 and a pattern of 7 bits. */
    private static void halfWords(Aarch64Assembler a, X row, int group) {
        X packed = SCRATCH[0];
        X index = SCRATCH[1];
        a.ldr(packed, row, 2 + 8 * group);
        for (int i = 0; i < 4; i++) {
            V weights = WEIGHTS[2 * (group % 4) + i / 2];
            a.ubfx(index, packed, 16 * i, 9);
            SignedPoints.eight(a, weights, i % 2, index);
            a.ubfx(index, packed, 16 * i + 9, 7);
            SignedPoints.sign(a, weights, i % 2, index);
        }
    }

    /** IQ2_S: low bytes, upper bit pairs and patterns of 8 bits apart from each other. */
    private static void separateBits(Aarch64Assembler a, X row, int group) {
        X low = SCRATCH[0];
        X high = SCRATCH[1];
        X signs = SCRATCH[2];
        X index = SCRATCH[3];
        a.ldrWord(low, row, 2 + 4 * group);
        a.ldrWord(signs, row, 34 + 4 * group);
        a.ldrByte(high, row, 66 + group);
        for (int i = 0; i < 4; i++) {
            V weights = WEIGHTS[2 * (group % 4) + i / 2];
            a.ubfx(index, low, 8 * i, 8);
            a.bfi(index, high, 8, 2);
            a.lsr(high, high, 2);
            SignedPoints.eight(a, weights, i % 2, index);
            a.ubfx(index, signs, 8 * i, 8);
            SignedPoints.sign(a, weights, i % 2, index);
        }
    }

    /** IQ2_XXS: in the upper four bits of every second word. */
    private static void scalesAboveSigns(Aarch64Assembler a, X row, int half) {
        V words = TEMPORARIES[0];
        a.ldr(Q, words, row, 2 + 32 * half);
        a.ldr(Q, TEMPORARIES[1], row, 18 + 32 * half);
        a.uzp2(S4, words, words, TEMPORARIES[1]);
        OddScales.ofUpperBits(a, words, row, 0.125f);
    }

    /** IQ2_XS and IQ2_S: nibbles in the last eight bytes. */
    private void scalesBehind(Aarch64Assembler a, X row, int half) {
        V scales = TEMPORARIES[0];
        V d = TEMPORARIES[1];
        a.ldr(S, scales, row, type.blockBytes() - 8 + 4 * half);
        GroupScales.nibbles(a, scales, d, LOW_NIBBLE);
        a.add(B16, scales, scales, scales);
        a.add(B16, scales, scales, ONES);
        GroupScales.head(a, d, TEMPORARIES[2], row, 0.125f);
        GroupScales.unsignedBytes(a, SCALES, scales, d, 0);
    }
}
