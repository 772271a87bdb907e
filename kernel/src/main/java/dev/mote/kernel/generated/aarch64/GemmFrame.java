package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * What products of up to eight tokens with a panel have in common: parameters, addresses, results.
 *
 * <p>Parameters: panel, columns, activations of the first token, bytes from token to token, result
 * of the first token and row, bytes from token to token, rows to store.
 */
final class GemmFrame {
    static final X PANEL = X.X1;
    static final X COLUMNS = X.X2;

    private static final X PARAMETERS = X.X0;
    private static final X[] TOKENS = {X.X3, X.X4, X.X5, X.X6, X.X7, X.X8, X.X9, X.X10};
    private static final X RESULT = X.X11;
    private static final X RESULT_BYTES = X.X12;
    private static final X ROWS = X.X13;
    private static final X AT = X.X14;
    private static final X FOUR = X.X15;

    private GemmFrame() {}

    /** The address of a token's next activations. */
    static X token(int token) {
        return TOKENS[token];
    }

    /** Loads the parameters. */
    static void enter(Aarch64Assembler a, int tokens) {
        Frame.enter(a, 0);
        a.ldr(PANEL, PARAMETERS, 0);
        a.ldr(COLUMNS, PARAMETERS, 8);
        a.ldr(TOKENS[0], PARAMETERS, 16);
        a.ldr(AT, PARAMETERS, 24);
        for (int t = 1; t < tokens; t++) {
            a.add(TOKENS[t], TOKENS[t - 1], AT, 0);
        }
        a.ldr(RESULT, PARAMETERS, 32);
        a.ldr(RESULT_BYTES, PARAMETERS, 40);
        a.ldr(ROWS, PARAMETERS, 48);
        a.mov(FOUR, 4);
    }

    /** Repeats {@code body} for each 32 columns. */
    static void eachLine(Aarch64Assembler a, Runnable body) {
        Label end = a.label();
        Label next = a.here();
        a.cbz(COLUMNS, end);
        body.run();
        a.sub(COLUMNS, COLUMNS, 32);
        a.b(next);
        a.bind(end);
    }

    /** Stores the next token's results. */
    static void store(Aarch64Assembler a, V lower, V upper) {
        PanelOutput.store(a, lower, upper, ROWS, RESULT, AT, FOUR);
        a.add(RESULT, RESULT, RESULT_BYTES, 0);
    }

    static void leave(Aarch64Assembler a) {
        Frame.leave(a, 0);
    }
}
