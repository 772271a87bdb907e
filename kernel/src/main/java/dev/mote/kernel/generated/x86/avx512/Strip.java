package dev.mote.kernel.generated.x86.avx512;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;

import java.util.function.IntConsumer;

/** Loops over consecutive values, some lanes at a time and the rest under a mask. */
final class Strip {
    /** The lanes that exist: all of them but at the end. Bodies apply it to loads and stores. */
    static final Mask LANES = Mask.K1;

    /** Where the values begin that {@link #over}'s body handles; counts values. */
    static final Gpr INDEX = Gpr.RCX;

    private Strip() {}

    /**
     * Emits the loop. Overwrites RAX, {@link #INDEX} and {@link #LANES}, which the body must keep.
     *
     * @param count how many values; kept
     * @param lanes values per step, 8 or 16
     * @param unroll steps of one pass through the fast loop
     * @param body emits one step, which handles the values from INDEX + lanes · its argument on
     */
    static void over(Avx512Assembler a, Gpr count, int lanes, int unroll, IntConsumer body) {
        a.mov32(Gpr.RAX, (1 << lanes) - 1);
        a.kmovw(LANES, Gpr.RAX);
        a.mov32(INDEX, 0);
        if (unroll > 1) {
            whole(a, count, lanes, unroll, body);
        }
        whole(a, count, lanes, 1, body);
        Label none = new Label();
        a.mov(Gpr.RAX, count);
        a.and(Gpr.RAX, lanes - 1);
        a.jcc(Condition.EQUAL, none);
        lowest(a, Gpr.RAX);
        body.accept(0);
        a.bind(none);
    }

    private static void whole(
            Avx512Assembler a, Gpr count, int lanes, int unroll, IntConsumer body) {
        Label top = new Label();
        Label none = new Label();
        a.mov(Gpr.RAX, count);
        a.and(Gpr.RAX, -(lanes * unroll));
        a.cmp(INDEX, Gpr.RAX);
        a.jcc(Condition.ABOVE_OR_EQUAL, none);
        a.align(16);
        a.bind(top);
        for (int step = 0; step < unroll; step++) {
            body.accept(step);
        }
        a.add(INDEX, lanes * unroll);
        a.cmp(INDEX, Gpr.RAX);
        a.jcc(Condition.BELOW, top);
        a.bind(none);
    }

    /** {@link #LANES} = the lowest {@code count} ≤ 16 lanes; overwrites the register. */
    private static void lowest(Avx512Assembler a, Gpr count) {
        a.push(Gpr.RDX);
        a.mov32(Gpr.RDX, 0xFFFF);
        a.bzhi(Gpr.RDX, Gpr.RDX, count);
        a.kmovw(LANES, Gpr.RDX);
        a.pop(Gpr.RDX);
    }
}
