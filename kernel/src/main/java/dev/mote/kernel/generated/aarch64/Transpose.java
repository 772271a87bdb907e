package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.S4;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;

/** Turns four rows of four words into four columns. */
final class Transpose {
    private Transpose() {}

    /** Of the registers {@code first} to {@code first + 3}, in place. */
    static void words(Aarch64Assembler a, V[] rows, int first, V[] spare) {
        V[] r = {rows[first], rows[first + 1], rows[first + 2], rows[first + 3]};
        a.zip1(S4, spare[0], r[0], r[2]);
        a.zip2(S4, spare[1], r[0], r[2]);
        a.zip1(S4, spare[2], r[1], r[3]);
        a.zip2(S4, spare[3], r[1], r[3]);
        a.zip1(S4, r[0], spare[0], spare[2]);
        a.zip2(S4, r[1], spare[0], spare[2]);
        a.zip1(S4, r[2], spare[1], spare[3]);
        a.zip2(S4, r[3], spare[1], spare[3]);
    }
}
