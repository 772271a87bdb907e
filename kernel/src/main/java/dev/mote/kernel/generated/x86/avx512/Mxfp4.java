package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.x86.Tables;

/**
 * MXFP4: [exponent byte][16 bytes of nibbles], which are codes of E2M1.
 *
 * <p>A block has 17 bytes, so bytes are permuted rather than words. The scale 2^(e − 128) is made
 * from its exponent; the two that are subnormal become 0.
 */
final class Mxfp4 extends Unpack {
    private static final Vec BLOCKS = T0;
    private static final Vec NIBBLE_INDEX = zmm(20);
    private static final Vec SHIFTS = zmm(21);
    private static final Vec LOW_NIBBLE = zmm(22);
    private static final Vec SCALE_INDEX = zmm(23);
    private static final Vec TABLE = zmm(24);
    private static final Vec ONE = zmm(25);
    private static final Vec ZERO = zmm(26);

    Mxfp4() {
        super(16, 32, false, 64, 34);
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        byte[] nibbles = new byte[64];
        short[] shifts = new short[32];
        byte[] exponents = new byte[64];
        for (int i = 0; i < 64; i++) {
            nibbles[i] = (byte) (i / 32 * 17 + 1 + i % 16);
            shifts[i / 2] = (short) (i / 16 % 2 * 4);
            // Lane i / 4 takes the exponent in its lowest byte; byte 63 is beyond both blocks, so
            // 0.
            exponents[i] = (byte) (i % 4 == 0 ? i / 32 * 17 : 63);
        }
        a.vmovdqu32(NIBBLE_INDEX, Mem.at(a.code().constant(nibbles)));
        a.vmovdqu32(SHIFTS, Mem.at(a.code().constant(shifts)));
        a.vmovdqu32(LOW_NIBBLE, bytes(a, 15));
        a.vmovdqu32(SCALE_INDEX, Mem.at(a.code().constant(exponents)));
        a.vbroadcasti32x4(TABLE, Mem.at(a.code().constant(Tables.e2m1Doubled(16))));
        a.vmovdqu32(ONE, Mem.at(a.code().constant(repeated(1))));
        a.vpxord(ZERO, ZERO, ZERO);
    }

    private static int[] repeated(int value) {
        int[] all = new int[16];
        java.util.Arrays.fill(all, value);
        return all;
    }

    @Override
    void setPresent(Avx512Assembler a, int blocks) {
        a.mov(TEMP, (1L << (blocks * 17)) - 1);
        a.kmovq(PRESENT, TEMP);
    }

    @Override
    void begin(Avx512Assembler a) {
        a.kz(PRESENT).vmovdqu8(BLOCKS, Mem.at(SOURCE));
        a.vpermb(T1, SCALE_INDEX, BLOCKS);
        a.vpsubd(T1, T1, ONE);
        a.vpmaxsd(T1, T1, ZERO);
        a.vpslld(SCALES, T1, 23);
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        a.vpermb(Q, NIBBLE_INDEX, BLOCKS);
        a.vpsrlvw(Q, Q, SHIFTS);
        a.vpandd(Q, Q, LOW_NIBBLE);
        a.vpshufb(Q, TABLE, Q);
    }
}
