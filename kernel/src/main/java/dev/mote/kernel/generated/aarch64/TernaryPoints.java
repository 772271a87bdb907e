package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.H8;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.S;
import static dev.mote.kernel.generated.aarch64.Plan.CONSTANTS;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.SCRATCH;
import static dev.mote.kernel.generated.aarch64.Plan.TABLES;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;
import dev.mote.kernel.block.Codebooks;

/**
 * IQ1_S and IQ1_M: points of eight ternary coordinates, all of which are shifted by an eighth up or
 * down. Bytes are eight times that, and scales d · (2 · s + 1) / 8.
 */
record TernaryPoints(BlockType type) implements WeightFormat {
    private static final V ONES = CONSTANTS[0];

    /** The bits that say which coordinates are shifted down. */
    private static final V SIGN_BITS = CONSTANTS[1];

    private static final V[] SCALE_SHIFTS = {CONSTANTS[2], CONSTANTS[3]};

    private static final int SCALES_AT = 48;

    @Override
    public int group() {
        return type == BlockType.IQ1_S ? 32 : 16;
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
        long[] points = new long[Codebooks.IQ1.length];
        for (int i = 0; i < points.length; i++) {
            for (int at = 0; at < 64; at += 8) {
                points[i] |= (8 * (byte) (Codebooks.IQ1[i] >>> at) & 0xffL) << at;
            }
        }
        a.adr(TABLES[0], a.constant(Bytes.ofDoubleWords(points)));
        a.moviByte(ONES, 1);
        if (type == BlockType.IQ1_S) {
            int pair = 0x8000_8000;
            a.ldr(SIGN_BITS, a.constant(Bytes.ofWords(pair, pair, pair, pair)));
        } else {
            int first = 0x0808_0808;
            int second = 0x8080_8080;
            a.ldr(SIGN_BITS, a.constant(Bytes.ofWords(first, first, second, second)));
            a.ldr(SCALE_SHIFTS[0], a.constant(Bytes.ofWords(0, -3, -6, -9)));
            a.ldr(SCALE_SHIFTS[1], a.constant(Bytes.ofWords(-16, -19, -22, -25)));
        }
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        boolean small = type == BlockType.IQ1_S;
        X low = SCRATCH[0];
        X high = SCRATCH[1];
        X index = SCRATCH[2];
        for (int group = 4 * half; group < 4 * half + 4; group++) {
            a.ldrWord(low, row, (small ? 2 : 0) + 4 * group);
            a.ldrHalf(high, row, (small ? 34 : 32) + 2 * group);
            for (int i = 0; i < 4; i++) {
                a.ubfx(index, low, 8 * i, 8);
                a.bfi(index, high, 8, 3);
                a.lsr(high, high, small ? 3 : 4);
                SignedPoints.eight(a, WEIGHTS[2 * (group % 4) + i / 2], i % 2, index);
            }
        }
        if (small) {
            shiftsAndScalesOfWords(a, row, half);
        } else {
            shiftsOfNibbles(a, row, half);
            scalesOfWords(a, row, half);
        }
    }

    /** Adds 1 to the bytes, or −1 where {@code mask} has ones. */
    private static void shift(Aarch64Assembler a, V weights, V mask) {
        V change = TEMPORARIES[3];
        a.mov(change, ONES);
        a.bit(change, mask, mask);
        a.add(B16, weights, weights, change);
    }

    /** IQ1_S: bit 15 of a word for 32 values, and the scale in bits 12 to 14. */
    private static void shiftsAndScalesOfWords(Aarch64Assembler a, X row, int half) {
        V words = TEMPORARIES[0];
        V mask = TEMPORARIES[2];
        a.ldr(D, words, row, 34 + 8 * half);
        for (int i = 0; i < 8; i++) {
            a.dup(H8, mask, words, i / 2);
            a.cmtst(H8, mask, mask, SIGN_BITS);
            shift(a, WEIGHTS[i], mask);
        }
        a.uxtl(H8, words, words);
        a.ushr(S4, words, words, 12);
        a.moviWord(mask, 7, 0);
        a.and(words, words, mask);
        OddScales.ofLanes(a, words, row, 0.125f);
    }

    /** IQ1_M: the upper bit of a nibble for 8 values. */
    private static void shiftsOfNibbles(Aarch64Assembler a, X row, int half) {
        V nibbles = TEMPORARIES[0];
        V mask = TEMPORARIES[2];
        a.ldr(D, nibbles, row, 32 + 8 * half);
        for (int i = 0; i < 8; i++) {
            a.dup(B16, mask, nibbles, i);
            a.cmtst(B16, mask, mask, SIGN_BITS);
            shift(a, WEIGHTS[i], mask);
        }
    }

    /** IQ1_M: four scales of three bits to a word, whose upper nibbles are those of the F16 d. */
    private static void scalesOfWords(Aarch64Assembler a, X row, int half) {
        X words = SCRATCH[0];
        X part = SCRATCH[1];
        X bits = SCRATCH[2];
        V d = TEMPORARIES[0];
        V spare = TEMPORARIES[1];
        V sevens = TEMPORARIES[2];
        a.ldr(words, row, SCALES_AT);
        a.ubfx(bits, words, 12, 4);
        for (int i = 1; i < 4; i++) {
            a.lsr(part, words, 12 + 16 * i);
            a.bfi(bits, part, 4 * i, 4);
        }
        a.dupWord(d, bits);
        a.fcvtHalf(d, d);
        a.fmov(spare, 0.125f);
        a.fmul(d, d, spare);
        a.ldr(S, spare, row, SCALES_AT + 4 * half);
        a.moviWord(sevens, 7, 0);
        V one = TEMPORARIES[3];
        a.moviWord(one, 1, 0);
        for (int i = 0; i < 2; i++) {
            V scales = SCALES[i];
            a.dup(S4, scales, spare, 0);
            a.ushl(S4, scales, scales, SCALE_SHIFTS[i]);
            a.and(scales, scales, sevens);
            a.add(S4, scales, scales, scales);
            a.add(S4, scales, scales, one);
            a.ucvtf(scales, scales);
            a.fmul(scales, scales, d, 0);
        }
    }
}
