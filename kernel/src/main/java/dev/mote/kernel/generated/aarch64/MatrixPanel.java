package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.D2;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.Q;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * For SMMLA: eight columns of row after row, then the next eight; scales of row after row, each
 * twice, because a row meets two tokens.
 */
record MatrixPanel() implements Panel {
    @Override
    public int scaleBytes() {
        return 2 * ROWS * Float.BYTES;
    }

    @Override
    public void storeBytes(Aarch64Assembler a, V[] rows, V[] spare, X to, int offset) {
        for (int i = 0; i < 4; i++) {
            a.zip1(D2, spare[i], rows[2 * i], rows[2 * i + 1]);
            a.str(Q, spare[i], to, offset + 16 * i);
            a.zip2(D2, spare[i], rows[2 * i], rows[2 * i + 1]);
            a.str(Q, spare[i], to, offset + 64 + 16 * i);
        }
    }

    @Override
    public void storeScales(Aarch64Assembler a, V lower, V upper, V spare, X to, int offset) {
        storeTwice(a, lower, spare, to, offset);
        storeTwice(a, upper, spare, to, offset + 32);
    }

    private static void storeTwice(Aarch64Assembler a, V scales, V spare, X to, int offset) {
        a.zip1(S4, spare, scales, scales);
        a.str(Q, spare, to, offset);
        a.zip2(S4, spare, scales, scales);
        a.str(Q, spare, to, offset + 16);
    }
}
