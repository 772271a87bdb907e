package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Saves and restores what the procedure call standard (AAPCS64, section 6.1) keeps for the caller:
 * X19 to X24 and the lower halves of V8 to V15.
 */
final class Frame {
    private static final int SAVED_BYTES = 112;

    private Frame() {}

    /** Saves the caller's registers and reserves {@code bytes}, a multiple of 16, at SP. */
    static void enter(Aarch64Assembler a, int bytes) {
        a.sub(X.SP, X.SP, SAVED_BYTES + bytes);
        a.stpHalves(Plan.ACTIVATIONS[0], Plan.ACTIVATIONS[1], X.SP, bytes);
        a.stpHalves(Plan.ACTIVATIONS[2], Plan.ACTIVATIONS[3], X.SP, bytes + 16);
        a.stpHalves(Plan.ACTIVATIONS[4], Plan.ACTIVATIONS[5], X.SP, bytes + 32);
        a.stpHalves(Plan.ACTIVATIONS[6], Plan.ACTIVATIONS[7], X.SP, bytes + 48);
        a.stp(X.X19, X.X20, X.SP, bytes + 64);
        a.stp(X.X21, X.X22, X.SP, bytes + 80);
        a.stp(X.X23, X.X24, X.SP, bytes + 96);
    }

    /** Undoes {@link #enter} and returns to the caller. */
    static void leave(Aarch64Assembler a, int bytes) {
        a.ldpHalves(Plan.ACTIVATIONS[0], Plan.ACTIVATIONS[1], X.SP, bytes);
        a.ldpHalves(Plan.ACTIVATIONS[2], Plan.ACTIVATIONS[3], X.SP, bytes + 16);
        a.ldpHalves(Plan.ACTIVATIONS[4], Plan.ACTIVATIONS[5], X.SP, bytes + 32);
        a.ldpHalves(Plan.ACTIVATIONS[6], Plan.ACTIVATIONS[7], X.SP, bytes + 48);
        a.ldp(X.X19, X.X20, X.SP, bytes + 64);
        a.ldp(X.X21, X.X22, X.SP, bytes + 80);
        a.ldp(X.X23, X.X24, X.SP, bytes + 96);
        a.add(X.SP, X.SP, SAVED_BYTES + bytes);
        a.ret();
    }
}
