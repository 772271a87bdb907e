package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.Width;
import dev.mote.kernel.assembler.aarch64.X;

import java.util.function.Consumer;

/** Loops over F32 values, four at a time as long as there are so many. */
final class Strip {
    private Strip() {}

    /**
     * The rest one by one.
     *
     * @param count register with the number of values, zero afterwards
     * @param body loads and stores with the given width and moves its addresses on by it; the lanes
     *     beyond are of no consequence
     */
    static void values(Aarch64Assembler a, X count, Consumer<Width> body) {
        over(a, count, S, body);
    }

    /** As {@link #values}, for an even count: the rest is two values. */
    static void pairs(Aarch64Assembler a, X count, Consumer<Width> body) {
        over(a, count, D, body);
    }

    /** Bytes that a load of this width moves. */
    static int bytes(Width width) {
        return switch (width) {
            case B -> 1;
            case H -> 2;
            case S -> 4;
            case D -> 8;
            case Q -> 16;
        };
    }

    private static void over(Aarch64Assembler a, X count, Width least, Consumer<Width> body) {
        Label rest = a.label();
        Label end = a.label();
        Label four = a.here();
        a.cmp(count, 4);
        a.b(Condition.LO, rest);
        body.accept(Q);
        a.sub(count, count, 4);
        a.b(four);
        a.bind(rest);
        a.cbz(count, end);
        body.accept(least);
        a.sub(count, count, bytes(least) / 4);
        a.b(rest);
        a.bind(end);
    }

    /** Runs {@code body} as often as {@code count}, at least 1, says. */
    static void repeat(Aarch64Assembler a, X count, Runnable body) {
        Label again = a.here();
        body.run();
        a.subs(count, count, 1);
        a.b(Condition.NE, again);
    }
}
