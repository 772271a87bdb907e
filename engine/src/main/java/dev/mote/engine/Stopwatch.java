package dev.mote.engine;

/** Splits the time of one answer: from the call to the prompt read, the first token, the end. */
final class Stopwatch {
    private final long start;
    private long prefillEnd;
    private long firstToken;
    private long lastToken;

    Stopwatch(long startNanos) {
        start = startNanos;
        prefillEnd = startNanos;
        firstToken = startNanos;
        lastToken = startNanos;
    }

    void promptRead() {
        prefillEnd = System.nanoTime();
    }

    void tokenChosen(int count) {
        lastToken = System.nanoTime();
        if (count == 1) {
            firstToken = lastToken;
        }
    }

    double prefillMs() {
        return ms(prefillEnd - start);
    }

    double timeToFirstTokenMs() {
        return ms(firstToken - start);
    }

    double decodeMs() {
        return ms(lastToken - firstToken);
    }

    static double ms(long nanos) {
        return nanos / 1e6;
    }
}
