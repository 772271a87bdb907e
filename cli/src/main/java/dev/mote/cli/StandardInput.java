package dev.mote.cli;

/** What standard input is. */
final class StandardInput {
    private StandardInput() {}

    /** Whether a person types there; the launcher knows. */
    static boolean isTerminal() {
        return "1".equals(System.getenv("MOTE_STDIN_TTY"));
    }
}
