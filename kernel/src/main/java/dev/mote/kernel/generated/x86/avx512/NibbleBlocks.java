package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.x86.Tables;

import org.jspecify.annotations.Nullable;

/**
 * Blocks of 18 bytes, [f16 scale][16 bytes of nibbles], value j in the low and value j + 16 in the
 * high nibble of byte j: Q4_0 and IQ4_NL.
 */
final class NibbleBlocks {
    static final int BYTES = 18;
    static final int SCALE_BYTES = 2;

    /** Words at which the second of two loads of a run of eight blocks starts. */
    static final int SECOND_LOAD = 7 * BYTES / 2 + 1 - 32;

    private static final Vec LOW_NIBBLE = zmm(29);
    private static final Vec HIGH_NIBBLE = zmm(30);
    private static final Vec TABLE = zmm(31);

    private final byte @Nullable [] table;

    private NibbleBlocks(byte @Nullable [] table) {
        this.table = table;
    }

    /** Whether a type has such blocks. */
    static boolean are(BlockType type) {
        return type == BlockType.Q4_0 || type == BlockType.IQ4_NL;
    }

    static NibbleBlocks of(BlockType type) {
        return new NibbleBlocks(type == BlockType.IQ4_NL ? Tables.iq4(128) : null);
    }

    /** Loads constants to {@code zmm29} and those above. */
    void loadConstants(Avx512Assembler a) {
        a.vmovdqu32(LOW_NIBBLE, Unpack.bytes(a, 15));
        // Bit i of the result, row 7 - i of the matrix, is bit i + 4; there are no upper four.
        a.vpbroadcastq(HIGH_NIBBLE, Mem.at(a.code().constant(0x1020_4080_0000_0000L)));
        if (table != null) {
            a.vbroadcasti32x4(TABLE, Mem.at(a.code().constant(table)));
        }
    }

    /** The values of low nibbles in place, those of high nibbles to another register. */
    void split(Avx512Assembler a, Vec nibbles, Vec high) {
        a.vgf2p8affineqb(high, nibbles, HIGH_NIBBLE, 0);
        a.vpandd(nibbles, nibbles, LOW_NIBBLE);
        if (table != null) {
            a.vpshufb(nibbles, TABLE, nibbles);
            a.vpshufb(high, TABLE, high);
        }
    }

    /**
     * Of 16 blocks, the one whose sum is at a lane: blocks 4c + i are at lanes 4i + c, as {@link
     * #transposeInLanes} leaves them.
     */
    static int blockOf(int lane) {
        return lane % 4 * 4 + lane / 4;
    }

    /**
     * Transposes doublewords in each 128-bit lane of four registers.
     *
     * @param from the first of four registers
     * @param temp the first of four others, which are overwritten
     * @param to the first of four for the result; may be {@code from}
     */
    static void transposeInLanes(Avx512Assembler a, int from, int temp, int to) {
        a.vpunpckldq(zmm(temp), zmm(from), zmm(from + 1));
        a.vpunpckhdq(zmm(temp + 1), zmm(from), zmm(from + 1));
        a.vpunpckldq(zmm(temp + 2), zmm(from + 2), zmm(from + 3));
        a.vpunpckhdq(zmm(temp + 3), zmm(from + 2), zmm(from + 3));
        a.vpunpcklqdq(zmm(to), zmm(temp), zmm(temp + 2));
        a.vpunpckhqdq(zmm(to + 1), zmm(temp), zmm(temp + 2));
        a.vpunpcklqdq(zmm(to + 2), zmm(temp + 1), zmm(temp + 3));
        a.vpunpckhqdq(zmm(to + 3), zmm(temp + 1), zmm(temp + 3));
    }

    /** Indices of the words that hold the nibbles of the first three of four blocks. */
    short[] quads() {
        short[] words = new short[32];
        for (int i = 0; i < 24; i++) {
            words[i] = (short) (i / 8 * BYTES / 2 + 1 + i % 8);
        }
        return words;
    }

    /** Indices of the scales of eight blocks in the two loads of a run. */
    short[] runScales() {
        short[] indices = new short[32];
        for (int block = 0; block < 8; block++) {
            int at = block * BYTES / 2;
            indices[block] = (short) (block < 4 ? at : 32 + at - SECOND_LOAD);
        }
        return indices;
    }
}
