package dev.mote.serve.wire;

import java.util.Map;
import java.util.Optional;

/** A request and the means to answer it, once. For the thread that serves it. */
public interface Exchange {
    /** Upper case. */
    String method();

    /** The path as sent, without query. */
    String path();

    /** What follows the path's question mark, decoded; the first value of each name. */
    Map<String, String> query();

    /** Who asks: what {@link #admit} was told; empty before, and for anybody. */
    String caller();

    /** Lets the caller in under a name that tells callers apart but reveals no key. */
    void admit(String caller);

    /** The first value of a header. */
    Optional<String> header(String name);

    /**
     * The whole body.
     *
     * @throws Refusal if it is larger than allowed, or comes too slowly
     * @throws ClientGoneException if the connection ends before it does
     */
    byte[] body();

    /** As much of the body as {@link #body} gave; empty before. */
    byte[] readBody();

    /**
     * A header that the answer will carry, whatever it is.
     *
     * @param value without control characters
     */
    void answerHeader(String name, String value);

    /**
     * Answers.
     *
     * @throws ClientGoneException if nobody takes it
     */
    void reply(Reply reply);

    /** Begins an answer of server-sent events, or gives the one that has begun. */
    EventStream events();

    /** Has something done when the answer is complete, or nobody waits for it any more. */
    void atEnd(Runnable action);

    /** The status of the answer that has begun; 0 before. */
    int status();

    /** Whether the answer that has begun is one of events. */
    boolean streaming();
}
