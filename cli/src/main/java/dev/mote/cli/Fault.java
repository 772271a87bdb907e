package dev.mote.cli;

/** Ends a command with one line for the user and an exit code for scripts. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Fault(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
