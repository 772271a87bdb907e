package dev.mote.cli;

/** Exit codes of the command, part of its interface: scripts rely on them. */
final class ExitCode {
    /** All went well. */
    static final int OK = 0;

    /** The work could not be done: the message says why. */
    static final int FAILURE = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** The model is unknown, missing, damaged or of an unsupported kind. */
    static final int MODEL = 3;

    /** A download did not complete: network, digest or disk. */
    static final int DOWNLOAD = 4;

    /** Prompt or answer does not fit the context. */
    static final int CONTEXT = 5;

    /** Interrupted by Ctrl-C (128 + SIGINT). */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
