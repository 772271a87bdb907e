package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.generated.x86.Tables;

/**
 * IQ4_XS: [f16 d][uint16: upper bit pairs of the scales][4 bytes: their low nibbles][8 × 16 bytes
 * of nibbles], which are indices into the table of IQ4_NL; group i has scale − 32.
 */
final class Iq4Xs extends Unpack {
    Iq4Xs(ByteProducts products) {
        super(Blocks32.wide(products), 256, 136);
    }

    @Override
    void begin(Avx2Assembler a) {
        a.vpbroadcastd(T0, Mem.at(SOURCE, 4));
        a.vpsrlvd(T0, T0, Mem.at(a.code().constant(0, 4, 8, 12, 16, 20, 24, 28)));
        a.vpand(T0, T0, Constants.integers(a, 15));
        // The pairs go to bits 4 and 5: shifted left by four beforehand.
        a.movzx16(TEMP, Mem.at(SOURCE, 2));
        a.shl(TEMP, 4);
        a.vmovd(T1.x(), TEMP);
        a.vpbroadcastd(T1, T1.x());
        a.vpsrlvd(T1, T1, Mem.at(a.code().constant(0, 2, 4, 6, 8, 10, 12, 14)));
        a.vpand(T1, T1, Constants.integers(a, 48));
        a.vpor(T0, T0, T1);
        a.vpsubd(T0, T0, Constants.integers(a, 32));
        half(a, T1, 0);
        products(a, SCALES, T0, T1);
    }

    @Override
    void values(Avx2Assembler a, int part) {
        nibbles(a, Q, 8 + 16 * part, T0);
        a.vmovdqu(T0, Constants.table(a, Tables.iq4(zeroPoint)));
        a.vpshufb(Q, T0, Q);
    }
}
