package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.X;

import java.util.function.IntConsumer;

/** Loops over the blocks of quantised rows, 128 columns at a time as {@link WeightFormat} wants. */
final class RowLoop {
    /** What is to be done with some columns; see {@link WeightFormat#unpack}. */
    interface Columns {
        void emit(int half, int groups);
    }

    private RowLoop() {}

    /**
     * @param columns register with the column count, zero afterwards
     * @param body emits the work on 128 columns, or on the 32 of one block at the end of a row
     * @param advance emits the step by a number of bytes
     */
    static void over(
            Aarch64Assembler a, BlockType type, X columns, Columns body, IntConsumer advance) {
        int step = Math.max(128, type.blockSize());
        Label rest = a.label();
        Label end = a.label();
        Label next = a.here();
        a.cmp(columns, step);
        a.b(Condition.LO, rest);
        for (int half = 0; half < step / 128; half++) {
            body.emit(half, 4);
        }
        advance.accept((int) type.bytesFor(step));
        a.sub(columns, columns, step);
        a.b(next);
        a.bind(rest);
        if (type.blockSize() < step) {
            a.cbz(columns, end);
            body.emit(0, 1);
            advance.accept(type.blockBytes());
            a.sub(columns, columns, type.blockSize());
            a.b(rest);
        }
        a.bind(end);
    }
}
