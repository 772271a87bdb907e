package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.x86.Tables;

import org.jspecify.annotations.Nullable;

/**
 * Blocks of 32 values with 16 bytes of nibbles, value j in the low and value j + 16 in the high
 * nibble of byte j: Q4_0, Q4_1, Q5_0, Q5_1, IQ4_NL.
 *
 * <p>Two blocks are loaded at once. One permutation of words brings each block's nibbles to two
 * 128-bit lanes, the second of which is shifted right by four. Scales and minima are picked from
 * the same register.
 */
final class Nibbles32 extends Unpack {
    private static final Vec BLOCKS = T0;
    private static final Vec NIBBLE_INDEX = zmm(20);
    private static final Vec SHIFTS = zmm(21);
    static final Vec LOW_NIBBLE = zmm(22);
    private static final Vec SCALE_INDEX = zmm(23);
    private static final Vec MINIMUM_INDEX = zmm(24);
    private static final Vec FIFTH_INDEX = zmm(25);
    private static final Vec SIXTEEN = zmm(26);
    static final Vec TABLE = zmm(27);

    private final int blockWords;
    final int nibbleWord;
    private final int fifthWord;
    final byte @Nullable [] table;

    private Nibbles32(
            int zeroPoint,
            boolean minima,
            int blockWords,
            int nibbleWord,
            int fifthWord,
            byte @Nullable [] table) {
        super(zeroPoint, 32, minima, 64, 4 * blockWords);
        this.blockWords = blockWords;
        this.nibbleWord = nibbleWord;
        this.fifthWord = fifthWord;
        this.table = table;
    }

    /** [f16 scale][nibbles]. */
    static Nibbles32 q40() {
        return new Nibbles32(8, false, 9, 1, 0, null);
    }

    /** [f16 scale][f16 minimum][nibbles]. */
    static Nibbles32 q41() {
        return new Nibbles32(0, true, 10, 2, 0, null);
    }

    /** [f16 scale][32 fifth bits][nibbles]. */
    static Nibbles32 q50() {
        return new Nibbles32(16, false, 11, 3, 1, null);
    }

    /** [f16 scale][f16 minimum][32 fifth bits][nibbles]. */
    static Nibbles32 q51() {
        return new Nibbles32(0, true, 12, 4, 2, null);
    }

    /** [f16 scale][nibbles], which are indices into a table of signed bytes. */
    static Nibbles32 iq4nl() {
        return new Nibbles32(128, false, 9, 1, 0, Tables.iq4(128));
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        short[] nibbles = new short[32];
        short[] shifts = new short[32];
        for (int i = 0; i < 32; i++) {
            nibbles[i] = (short) (i / 16 * blockWords + nibbleWord + i % 8);
            shifts[i] = (short) (i / 8 % 2 * 4);
        }
        a.vmovdqu32(NIBBLE_INDEX, Mem.at(a.code().constant(nibbles)));
        a.vmovdqu32(SHIFTS, Mem.at(a.code().constant(shifts)));
        a.vmovdqu32(LOW_NIBBLE, bytes(a, 15));
        a.vmovdqu32(SCALE_INDEX, runs(a, 0, 8));
        if (minima) {
            a.vmovdqu32(MINIMUM_INDEX, runs(a, 1, 2));
        }
        if (fifthWord > 0) {
            short[] fifth = new short[32];
            for (int i = 0; i < 4; i++) {
                fifth[i] = (short) (i / 2 * blockWords + fifthWord + i % 2);
            }
            a.vmovdqu32(FIFTH_INDEX, Mem.at(a.code().constant(fifth)));
            a.vmovdqu32(SIXTEEN, bytes(a, 16));
        }
        if (table != null) {
            a.vbroadcasti32x4(TABLE, Mem.at(a.code().constant(table)));
        }
    }

    /** Word {@code word} of both blocks, {@code width} times each. */
    private Mem runs(Avx512Assembler a, int word, int width) {
        short[] indices = new short[32];
        for (int i = 0; i < 32; i++) {
            indices[i] = (short) (i / width % 2 * blockWords + word);
        }
        return Mem.at(a.code().constant(indices));
    }

    @Override
    void setPresent(Avx512Assembler a, int blocks) {
        a.mov32(TEMP, (int) ((1L << (blocks * blockWords)) - 1));
        a.kmovd(PRESENT, TEMP);
    }

    @Override
    void begin(Avx512Assembler a) {
        a.kz(PRESENT).vmovdqu16(BLOCKS, Mem.at(SOURCE));
        a.vpermw(T1, SCALE_INDEX, BLOCKS);
        a.vcvtph2ps(SCALES, T1.y());
        if (minima) {
            a.vpermw(MINIMA, MINIMUM_INDEX, BLOCKS);
            a.vcvtph2ps(MINIMA.x(), MINIMA.x());
        }
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        a.vpermw(Q, NIBBLE_INDEX, BLOCKS);
        a.vpsrlvw(Q, Q, SHIFTS);
        a.vpandd(Q, Q, LOW_NIBBLE);
        if (fifthWord > 0) {
            a.vpermw(T1, FIFTH_INDEX, BLOCKS);
            a.vmovq(TEMP, T1.x());
            a.kmovq(Mask.K4, TEMP);
            a.k(Mask.K4).vpaddb(Q, Q, SIXTEEN);
        }
        if (table != null) {
            a.vpshufb(Q, TABLE, Q);
        }
    }
}
