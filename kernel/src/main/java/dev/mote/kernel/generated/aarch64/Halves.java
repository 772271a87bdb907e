package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.H8;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.H;
import static dev.mote.kernel.assembler.aarch64.Width.S;
import static dev.mote.kernel.generated.aarch64.Plan.MINS;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.X;

/** Collects the F16 scales at the heads of neighbouring blocks of 32 values. */
final class Halves {
    private Halves() {}

    /** One F16 at the head of each of {@code groups} blocks. */
    static void scales(Aarch64Assembler a, X row, int blockBytes, int groups) {
        if (groups == 1) {
            a.ldr(H, TEMPORARIES[0], row, 0);
            a.fcvtHalf(SCALES[0], TEMPORARIES[0]);
            return;
        }
        for (int i = 0; i < 4; i++) {
            a.ldr(H, TEMPORARIES[i], row, i * blockBytes);
        }
        a.zip1(H8, TEMPORARIES[0], TEMPORARIES[0], TEMPORARIES[1]);
        a.zip1(H8, TEMPORARIES[2], TEMPORARIES[2], TEMPORARIES[3]);
        a.zip1(S4, TEMPORARIES[0], TEMPORARIES[0], TEMPORARIES[2]);
        a.fcvtl(SCALES[0], TEMPORARIES[0]);
    }

    /** Two F16, scale and min, at the head of each of {@code groups} blocks. */
    static void scalesAndMins(Aarch64Assembler a, X row, int blockBytes, int groups) {
        if (groups == 1) {
            a.ldr(H, TEMPORARIES[0], row, 0);
            a.ldr(H, TEMPORARIES[1], row, 2);
            a.fcvtHalf(SCALES[0], TEMPORARIES[0]);
            a.fcvtHalf(MINS[0], TEMPORARIES[1]);
            return;
        }
        for (int i = 0; i < 4; i++) {
            a.ldr(S, TEMPORARIES[i], row, i * blockBytes);
        }
        a.zip1(H8, TEMPORARIES[0], TEMPORARIES[0], TEMPORARIES[1]);
        a.zip1(H8, TEMPORARIES[2], TEMPORARIES[2], TEMPORARIES[3]);
        a.zip1(S4, TEMPORARIES[0], TEMPORARIES[0], TEMPORARIES[2]);
        a.fcvtl(SCALES[0], TEMPORARIES[0]);
        a.fcvtl2(MINS[0], TEMPORARIES[0]);
    }
}
