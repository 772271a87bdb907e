package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Eight neighbouring blocks of {@link Nibbles32} at once, for types whose blocks have at most 20
 * bytes: the eight scales are picked from two registers together, which takes a third fewer
 * instructions than pair by pair.
 */
final class NibblesRun extends Unpack {
    private static final Vec FIRST = T0;
    private static final Vec LAST_NIBBLE_INDEX = zmm(28);
    private static final Vec RUN_SCALE_INDEX = zmm(29);
    private static final Vec RUN_MINIMUM_INDEX = zmm(30);
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
        int skipped = (64 - pair.unitBytes) / 2;
        a.vmovdqu32(LAST_NIBBLE_INDEX, Mem.at(a.code().constant(pair.nibbleIndex(skipped))));
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
    void values(Avx512Assembler a, int chunk) {
        switch (chunk) {
            case 0 -> pair.nibbles(a, Nibbles32.NIBBLE_INDEX, FIRST);
            case 1, 2 ->
                    pair.nibbles(a, Nibbles32.NIBBLE_INDEX, Mem.at(SOURCE, chunk * pair.unitBytes));
            // The last load ends with the run rather than reading beyond it.
            default -> pair.nibbles(a, LAST_NIBBLE_INDEX, Mem.at(SOURCE, unitBytes - 64));
        }
    }
}
