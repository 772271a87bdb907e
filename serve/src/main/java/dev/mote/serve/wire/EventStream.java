package dev.mote.serve.wire;

/**
 * An answer that is written event by event (HTML Living Standard, section "Server-sent events").
 * Every method throws {@link ClientGoneException} if nobody takes it.
 */
public interface EventStream extends AutoCloseable {
    /** Sends an event without a name. */
    void send(String data);

    /** Sends an event with a name. */
    void send(String event, String data);

    /** Number of events sent so far. */
    int count();

    /** Ends the answer. */
    @Override
    void close();
}
