package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Eight neighbouring blocks of {@link Nibbles32} at once, for types whose blocks have at most 20
 * bytes: the eight scales are picked from two registers together, and the two halves of a block are
 * added up before they are scaled, which takes half the instructions of pair by pair.
 */
final class NibblesRun extends Unpack {
    private static final Vec FIRST = T0;
    private static final Vec QUAD_INDEX = zmm(28);
    private static final Vec RUN_SCALE_INDEX = zmm(29);
    private static final Vec RUN_MINIMUM_INDEX = zmm(30);
    private static final Vec HIGH_NIBBLE = zmm(31);
    private static final Vec LANE_INDEX_FIRST = zmm(18);
    private static final Vec LANE_INDEX_SECOND = zmm(19);
    private static final int BLOCKS = 8;

    private final Nibbles32 pair;
    private final int blockWords;

    /** Words at which the second of two loads starts: it ends with the last block's minimum. */
    private final int secondLoad;

    NibblesRun(Nibbles32 pair) {
        super(pair.zeroPoint, 32, pair.minima, 32 * BLOCKS, BLOCKS / 2 * pair.unitBytes);
        this.pair = pair;
        blockWords = pair.unitBytes / 4;
        secondLoad = 7 * blockWords + 2 - 32;
        if (secondLoad > 4 * blockWords) {
            throw new IllegalArgumentException(
                    "blocks of %d bytes are too long".formatted(2 * blockWords));
        }
    }

    @Override
    Unpack rest() {
        return pair;
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        pair.loadConstants(a);
        short[] nibbles = new short[32];
        for (int i = 0; i < 24; i++) {
            nibbles[i] = (short) (i / 8 * blockWords + pair.nibbleWord + i % 8);
        }
        a.vmovdqu32(QUAD_INDEX, Mem.at(a.code().constant(nibbles)));
        // Bit i of the result, row 7 - i of the matrix, is bit i + 4; there are no upper four.
        a.vpbroadcastq(HIGH_NIBBLE, Mem.at(a.code().constant(0x1020_4080_0000_0000L)));
        a.vmovdqu32(LANE_INDEX_FIRST, lanes(a, 0, 4));
        a.vmovdqu32(LANE_INDEX_SECOND, lanes(a, 4, 4));
        a.vmovdqu32(RUN_SCALE_INDEX, Mem.at(a.code().constant(headers(0, 1))));
        if (minima) {
            a.vmovdqu32(RUN_MINIMUM_INDEX, Mem.at(a.code().constant(headers(1, 2))));
        }
    }

    /** Indices of a word of all eight blocks in the two loads, each {@code width} times. */
    private short[] headers(int word, int width) {
        short[] indices = new short[32];
        for (int i = 0; i < BLOCKS * width; i++) {
            int block = i / width;
            int at = block * blockWords + word;
            indices[i] = (short) (block < 4 ? at : 32 + at - secondLoad);
        }
        return indices;
    }

    @Override
    void begin(Avx512Assembler a) {
        Mem second = Mem.at(SOURCE, 2 * secondLoad);
        a.vmovdqu16(FIRST, Mem.at(SOURCE));
        a.vmovdqu64(T1, RUN_SCALE_INDEX);
        a.vpermi2w(T1, FIRST, second);
        a.vcvtph2ps(SCALES.y(), T1.x());
        if (minima) {
            a.vmovdqu64(T1, RUN_MINIMUM_INDEX);
            a.vpermi2w(T1, FIRST, second);
            a.vcvtph2ps(MINIMA, T1.y());
        }
    }

    @Override
    boolean nibbleWise() {
        return true;
    }

    /** Four blocks: the nibbles of three from one load, those of the last by themselves. */
    @Override
    void values(Avx512Assembler a, int chunk) {
        int first = chunk * 2 * pair.unitBytes;
        a.vpermw(Q, QUAD_INDEX, chunk == 0 ? FIRST : Mem.at(SOURCE, first));
        int last = first + 6 * blockWords + 2 * pair.nibbleWord;
        a.vinserti32x4(Q, Q, Mem.at(SOURCE, last), 3);
        a.vgf2p8affineqb(MORE_Q, Q, HIGH_NIBBLE, 0);
        a.vpandd(Q, Q, Nibbles32.LOW_NIBBLE);
        if (pair.table != null) {
            a.vpshufb(Q, Nibbles32.TABLE, Q);
            a.vpshufb(MORE_Q, Nibbles32.TABLE, MORE_Q);
        }
    }

    @Override
    Vec laneIndex(Avx512Assembler a, int chunk) {
        return chunk == 0 ? LANE_INDEX_FIRST : LANE_INDEX_SECOND;
    }
}
