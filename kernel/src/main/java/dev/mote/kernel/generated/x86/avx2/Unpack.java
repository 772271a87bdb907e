package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Emits the code that turns the encoded values of one block into bytes and scales, 32 values at a
 * time and in their natural order; each block type is written once, for products of few tokens and
 * for panels alike.
 *
 * <p>The block's first byte is at {@link #SOURCE}. The code may use {@link #TEMP}, the registers
 * from {@code ymm4} to {@code ymm13} but 6 and 7, and the stack below {@link Frame#UNPACK_BYTES}.
 */
abstract class Unpack {
    /** First byte of the block. */
    static final Gpr SOURCE = Gpr.RSI;

    /** A table behind the code, for types that have one. */
    static final Gpr TABLE = Gpr.RDI;

    static final Gpr TEMP = Gpr.RAX;

    /** Up to 16 floats: a block's scales, where {@link #begin} makes them all. */
    static final Mem SCALES = Mem.at(Gpr.RSP);

    /** A minimum for each 16 values of the block: what {@link #begin} makes where there are any. */
    static final Mem MINIMA = Mem.at(Gpr.RSP, 64);

    /** 32 bytes: a sign bit for each value of the block. */
    static final Mem SIGNS = Mem.at(Gpr.RSP, 128);

    /** 64 words: indices of points. */
    static final Mem INDICES = Mem.at(Gpr.RSP, 160);

    /** 32 bytes: what {@link #values} makes. */
    static final Vec Q = ymm(4);

    /** A scale for each group of four bytes: what {@link #laneScales} makes. */
    static final Vec LANE_SCALES = ymm(5);

    static final Vec T0 = ymm(8);
    static final Vec T1 = ymm(9);
    static final Vec T2 = ymm(10);
    static final Vec T3 = ymm(11);
    static final Vec T4 = ymm(12);
    static final Vec T5 = ymm(13);

    /** Bits of which each of 32 bytes has the one that its number modulo 8 says. */
    private static final byte[] BIT_OF_BYTE = new byte[32];

    /** Which byte of four holds the bit of each of 32 values. */
    private static final byte[] BYTE_OF_BIT = new byte[32];

    static {
        for (int i = 0; i < 32; i++) {
            BIT_OF_BYTE[i] = (byte) (1 << (i % 8));
            BYTE_OF_BIT[i] = (byte) (i / 8);
        }
    }

    final Traits traits;
    final int zeroPoint;
    final boolean signed;
    final int largest;
    final int group;
    final boolean minima;
    final int blockValues;
    final int blockBytes;

    /**
     * What kernels have to know of a type.
     *
     * @param zeroPoint what bytes have to be lowered by
     * @param largest the largest byte, 128 for signed ones
     * @param signed whether bytes are signed
     * @param group values that share a scale
     * @param minima whether groups have minima
     */
    record Traits(int zeroPoint, int largest, boolean signed, int group, boolean minima) {}

    Unpack(Traits traits, int blockValues, int blockBytes) {
        this.traits = traits;
        zeroPoint = traits.zeroPoint();
        signed = traits.signed();
        largest = traits.largest();
        group = traits.group();
        minima = traits.minima();
        this.blockValues = blockValues;
        this.blockBytes = blockBytes;
    }

    /** Loads what stays until the kernel's end. */
    void loadConstants(Avx2Assembler a) {}

    /** Starts a block: what its parts share. */
    void begin(Avx2Assembler a) {}

    /** Makes {@link #Q} from values 32 · part … 32 · part + 31 of the block. */
    abstract void values(Avx2Assembler a, int part);

    /** Makes {@link #LANE_SCALES} for the same values, here from {@link #SCALES}. */
    void laneScales(Avx2Assembler a, int part) {
        if (group == 32) {
            a.vbroadcastss(LANE_SCALES, SCALES.plus(4 * part));
        } else {
            a.vmovq(LANE_SCALES.x(), SCALES.plus(8 * part));
            a.vpunpckldq(LANE_SCALES.x(), LANE_SCALES.x(), LANE_SCALES.x());
            a.vpermq(LANE_SCALES, LANE_SCALES, 0x50);
        }
    }

    final int parts() {
        return blockValues / 32;
    }

    /** target = the F16 at this offset of the block, in all lanes of its width. */
    static void half(Avx2Assembler a, Vec target, int offset) {
        a.vpbroadcastw(target.x(), Mem.at(SOURCE, offset));
        a.vcvtph2ps(target, target.x());
    }

    /** target = all bits of each byte whose bit of 32 is set. */
    static void spreadBits(Avx2Assembler a, Vec target, Mem bits) {
        a.vpbroadcastd(target, bits);
        a.vpshufb(target, target, Mem.at(a.code().constant(BYTE_OF_BIT)));
        a.vpand(target, target, Mem.at(a.code().constant(BIT_OF_BYTE)));
        a.vpcmpeqb(target, target, Mem.at(a.code().constant(BIT_OF_BYTE)));
    }

    /** target = 16 bytes of nibbles: the low ones in the lower, the high ones in the upper half. */
    static void nibbles(Avx2Assembler a, Vec target, int offset, Vec temp) {
        a.vmovdqu(target.x(), Mem.at(SOURCE, offset));
        a.vpsrlw(temp.x(), target.x(), 4);
        a.vinserti128(target, target, temp.x(), 1);
        a.vpand(target, target, Constants.bytes(a, 15));
    }

    /** Scales, or minima, = the low or high eight of 16 signed or unsigned bytes · factor. */
    static void products(Avx2Assembler a, Mem target, Vec integers, Vec factor) {
        a.vcvtdq2ps(integers, integers);
        a.vmulps(integers, integers, factor);
        a.vmovups(target, integers);
    }
}
