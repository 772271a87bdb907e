package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;

import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** Loops over consecutive values: many lanes at a time, then the rest in smaller steps. */
final class Strip {
    /** Where the values begin that {@link #over}'s body handles; counts values. */
    static final Gpr INDEX = Gpr.RCX;

    private Strip() {}

    /** Eight values at a time, then one by one; overwrites RAX and {@link #INDEX}. */
    static void values(Avx2Assembler a, Gpr count, Consumer<Lanes> body) {
        over(a, count, Lanes.EIGHT, Lanes.ONE, 1, (lanes, step) -> body.accept(lanes));
    }

    /**
     * Emits the loop. Overwrites RAX and {@link #INDEX}, which the body must keep.
     *
     * @param count how many values, a multiple of those of {@code rest}; kept
     * @param unroll steps of one pass through the fastest loop
     * @param body emits one step, which handles the values from INDEX + lanes · its number on
     */
    static void over(
            Avx2Assembler a,
            Gpr count,
            Lanes most,
            Lanes rest,
            int unroll,
            ObjIntConsumer<Lanes> body) {
        a.mov32(INDEX, 0);
        if (unroll > 1) {
            loop(a, count, most, unroll, body);
        }
        loop(a, count, most, 1, body);
        loop(a, count, rest, 1, body);
    }

    private static void loop(
            Avx2Assembler a, Gpr count, Lanes lanes, int unroll, ObjIntConsumer<Lanes> body) {
        Label top = new Label();
        Label none = new Label();
        a.mov(Gpr.RAX, count);
        a.and(Gpr.RAX, -(lanes.count() * unroll));
        a.cmp(INDEX, Gpr.RAX);
        a.jcc(Condition.ABOVE_OR_EQUAL, none);
        a.align(16);
        a.bind(top);
        for (int step = 0; step < unroll; step++) {
            body.accept(lanes, step);
        }
        a.add(INDEX, lanes.count() * unroll);
        a.cmp(INDEX, Gpr.RAX);
        a.jcc(Condition.BELOW, top);
        a.bind(none);
    }

    /** The current float of values that begin at {@code base}. */
    static Mem at(Gpr base) {
        return Mem.at(base, INDEX, 4, 0);
    }
}
