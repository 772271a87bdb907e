package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** Scales d · factor · (2 · s + 1) of four groups of 32. */
final class OddScales {
    private OddScales() {}

    /** s in the upper four bits of each 32-bit lane of {@code words}. */
    static void ofUpperBits(Aarch64Assembler a, V words, X row, float factor) {
        a.ushr(S4, words, words, 28);
        ofLanes(a, words, row, factor);
    }

    /** s in each 32-bit lane; overwrites the second and third temporary register. */
    static void ofLanes(Aarch64Assembler a, V lanes, X row, float factor) {
        V d = TEMPORARIES[1];
        a.moviWord(d, 1, 0);
        a.add(S4, lanes, lanes, lanes);
        a.add(S4, lanes, lanes, d);
        a.ucvtf(lanes, lanes);
        GroupScales.head(a, d, TEMPORARIES[2], row, factor);
        a.fmul(SCALES[0], lanes, d, 0);
    }
}
