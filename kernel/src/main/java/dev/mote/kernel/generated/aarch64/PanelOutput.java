package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** Stores the results of one token with the rows of a panel. */
final class PanelOutput {
    private PanelOutput() {}

    /**
     * Stores as many of eight results as there are rows.
     *
     * @param lower results of rows 0 to 3
     * @param upper results of rows 4 to 7
     * @param rows register with 1 to 8
     * @param to address of the first result; kept
     * @param at register to use
     * @param four register that holds 4
     */
    static void store(Aarch64Assembler a, V lower, V upper, X rows, X to, X at, X four) {
        Label single = a.label();
        Label end = a.label();
        a.cmp(rows, Panel.ROWS);
        a.b(Condition.NE, single);
        a.stp(lower, upper, to, 0);
        a.b(end);
        a.bind(single);
        a.mov(at, to);
        for (int i = 0; i < Panel.ROWS - 1; i++) {
            a.st1Word(i < 4 ? lower : upper, i % 4, at, four);
            a.cmp(rows, i + 1);
            a.b(Condition.EQ, end);
        }
        a.bind(end);
    }
}
