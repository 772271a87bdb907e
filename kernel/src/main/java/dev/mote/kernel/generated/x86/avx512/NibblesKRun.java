package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * {@link NibblesK} arranged by nibbles: the two halves of a group of 32 are added up before they
 * are scaled. 64 bytes hold four groups, two in the low and two in the high nibbles.
 */
final class NibblesKRun extends Unpack {
    private static final Vec HIGH_NIBBLE = zmm(20);
    private static final Vec LOW_NIBBLE = zmm(21);
    private static final Vec FIRST_FIFTHS = T0;
    private static final Vec SECOND_FIFTHS = T1;
    private static final Vec LOW = T2;
    private static final Vec HIGH = T4;
    private static final Vec LANE_INDEX_FIRST = zmm(28);
    private static final Vec LANE_INDEX_SECOND = zmm(29);

    /** Where to find lanes 0 and 2, or 1 and 3, of the low nibbles, each before the high ones. */
    private static final Vec EVEN_LANES = zmm(30);

    private static final Vec ODD_LANES = zmm(31);

    private final NibblesK plain;
    private final boolean fifthBits;

    NibblesKRun(boolean fifthBits) {
        super(0, 32, true, 256, fifthBits ? 176 : 144);
        this.fifthBits = fifthBits;
        plain = new NibblesK(fifthBits);
    }

    @Override
    Unpack rest() {
        return plain;
    }

    @Override
    boolean nibbleWise() {
        return true;
    }

    @Override
    void loadConstants(Avx512Assembler a) {
        plain.loadConstants(a);
        a.vpbroadcastq(HIGH_NIBBLE, Mem.at(a.code().constant(0x1020_4080_0000_0000L)));
        int[] even = new int[16];
        int[] odd = new int[16];
        for (int i = 0; i < 16; i++) {
            even[i] = i / 8 * 8 + i % 4 + i / 4 % 2 * 16;
            odd[i] = even[i] + 4;
        }
        a.vmovdqu32(EVEN_LANES, Mem.at(a.code().constant(even)));
        a.vmovdqu32(ODD_LANES, Mem.at(a.code().constant(odd)));
        a.vmovdqu32(LANE_INDEX_FIRST, lanes(a, 0, 4));
        a.vmovdqu32(LANE_INDEX_SECOND, lanes(a, 4, 4));
    }

    @Override
    void begin(Avx512Assembler a) {
        plain.scalesAndMinima(a);
        if (fifthBits) {
            a.vbroadcasti32x4(FIRST_FIFTHS, Mem.at(SOURCE, 16));
            a.vbroadcasti32x4(SECOND_FIFTHS, Mem.at(SOURCE, 32));
        }
    }

    @Override
    void values(Avx512Assembler a, int chunk) {
        Mem source = Mem.at(SOURCE, (fifthBits ? 48 : 16) + 64 * chunk);
        a.vpandd(LOW, LOW_NIBBLE, source);
        a.vmovdqu32(HIGH, source);
        a.vgf2p8affineqb(HIGH, HIGH, HIGH_NIBBLE, 0);
        half(a, Q, EVEN_LANES, FIRST_FIFTHS, chunk);
        half(a, MORE_Q, ODD_LANES, SECOND_FIFTHS, chunk);
    }

    private void half(Avx512Assembler a, Vec target, Vec lanes, Vec fifths, int chunk) {
        a.vmovdqu32(target, lanes);
        a.vpermi2d(target, LOW, HIGH);
        if (fifthBits) {
            a.vptestmb(Mask.K4, fifths, laneBits(a, 4 * chunk));
            a.k(Mask.K4).vpaddb(target, target, NibblesK.SIXTEEN);
        }
    }

    /** A constant of four lanes with one bit each, counting from {@code first}, in every byte. */
    private static Mem laneBits(Avx512Assembler a, int first) {
        byte[] all = new byte[64];
        for (int i = 0; i < 64; i++) {
            all[i] = (byte) (1 << (first + i / 16));
        }
        return Mem.at(a.code().constant(all));
    }

    @Override
    Vec laneIndex(Avx512Assembler a, int chunk) {
        return chunk == 0 ? LANE_INDEX_FIRST : LANE_INDEX_SECOND;
    }
}
