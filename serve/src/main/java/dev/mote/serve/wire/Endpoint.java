package dev.mote.serve.wire;

/** What answers requests of one method and path. Called by many threads at once. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers, or throws before it began to.
     *
     * @throws Refusal if the request is answered with an error
     * @throws ClientGoneException if nobody takes the answer
     */
    void answer(Exchange exchange);
}
