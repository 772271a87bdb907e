package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.generated.x86.Tables;

import org.jspecify.annotations.Nullable;

/**
 * Blocks of 32 values with 16 bytes of nibbles, value j in the low and value j + 16 in the high
 * nibble of byte j: Q4_0, Q4_1, Q5_0, Q5_1, IQ4_NL; all begin with an F16 scale.
 */
final class Blocks32 extends Unpack {
    private final int nibblesAt;
    private final int fifthAt;
    private final byte @Nullable [] table;

    private Blocks32(Traits traits, int nibblesAt, int fifthAt, byte @Nullable [] table) {
        super(traits, 32, nibblesAt + 16);
        this.nibblesAt = nibblesAt;
        this.fifthAt = fifthAt;
        this.table = table;
    }

    /** [f16 scale][nibbles]. */
    static Blocks32 q40() {
        return new Blocks32(new Traits(8, 15, false, 32, false), 2, 0, null);
    }

    /** [f16 scale][f16 minimum][nibbles]. */
    static Blocks32 q41() {
        return new Blocks32(new Traits(0, 15, false, 32, true), 4, 0, null);
    }

    /** [f16 scale][32 fifth bits][nibbles]. */
    static Blocks32 q50() {
        return new Blocks32(new Traits(16, 31, false, 32, false), 6, 2, null);
    }

    /** [f16 scale][f16 minimum][32 fifth bits][nibbles]. */
    static Blocks32 q51() {
        return new Blocks32(new Traits(0, 31, false, 32, true), 8, 4, null);
    }

    /** [f16 scale][nibbles], which are indices into a table of signed bytes. */
    static Blocks32 iq4nl(ByteProducts products) {
        Traits traits = wide(products);
        return new Blocks32(traits, 2, 0, Tables.iq4(traits.zeroPoint()));
    }

    /** Values of the whole range of a byte, in groups of 32. */
    static Traits wide(ByteProducts products) {
        return products == ByteProducts.DOT
                ? new Traits(128, 255, false, 32, false)
                : new Traits(0, 128, true, 32, false);
    }

    @Override
    void begin(Avx2Assembler a) {
        if (minima) {
            half(a, T0.x(), 2);
            a.vmovq(MINIMA, T0.x());
        }
    }

    @Override
    void values(Avx2Assembler a, int part) {
        nibbles(a, Q, nibblesAt, T0);
        if (fifthAt > 0) {
            spreadBits(a, T0, Mem.at(SOURCE, fifthAt));
            a.vpand(T0, T0, Constants.bytes(a, 16));
            a.vpor(Q, Q, T0);
        }
        if (table != null) {
            a.vmovdqu(T0, Constants.table(a, table));
            a.vpshufb(Q, T0, Q);
        }
    }

    @Override
    void laneScales(Avx2Assembler a, int part) {
        half(a, LANE_SCALES, 0);
    }
}
