package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.Q;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** For SDOT: four columns of row after row, then the next four; scales of row after row. */
record DotPanel() implements Panel {
    @Override
    public int scaleBytes() {
        return ROWS * Float.BYTES;
    }

    @Override
    public void storeBytes(Aarch64Assembler a, V[] rows, V[] spare, X to, int offset) {
        Transpose.words(a, rows, 0, spare);
        Transpose.words(a, rows, 4, spare);
        for (int i = 0; i < 4; i++) {
            a.str(Q, rows[i], to, offset + 32 * i);
            a.str(Q, rows[i + 4], to, offset + 32 * i + 16);
        }
    }

    @Override
    public void storeScales(Aarch64Assembler a, V lower, V upper, V spare, X to, int offset) {
        a.str(Q, lower, to, offset);
        a.str(Q, upper, to, offset + 16);
    }
}
