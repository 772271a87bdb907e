package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Distances within a token's record, from the bytes of the next columns to their scales, initial
 * sums and scaled sums; they are the same for all tokens.
 */
final class RecordOffsets {
    private RecordOffsets() {}

    /**
     * Distances at the first column.
     *
     * @param group 16 or 32, which of the arrays of sums is meant
     * @param padded register that holds the padded column count
     */
    static void locate(Aarch64Assembler a, int group, X padded, X toScale, X toInit, X toSum) {
        X part = Plan.SCRATCH[0];
        a.lsr(part, padded, 2);
        a.add(toInit, padded, padded, 0); // behind the bytes and the initial sums of 4
        a.add(toScale, toInit, part, 0); // behind those of 16
        if (group == 32) {
            a.mov(toInit, toScale);
        }
        a.lsr(part, padded, 3);
        a.add(toScale, toScale, part, 0); // behind those of 32
        a.add(toSum, toScale, part, 0); // behind the scales
        if (group == 32) {
            a.add(toSum, toSum, part, 1); // behind the scaled sums of 16
        }
    }

    /** Distances after {@code groups} · 32 columns. */
    static void advance(Aarch64Assembler a, int group, int groups, X toScale, X toInit, X toSum) {
        int sums = group == 32 ? 28 : 24;
        a.sub(toScale, toScale, 28 * groups);
        a.sub(toInit, toInit, sums * groups);
        a.sub(toSum, toSum, sums * groups);
    }
}
