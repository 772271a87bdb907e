package dev.mote.serve.observe;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationOptions;
import dev.mote.serve.wire.Exchange;

import org.jspecify.annotations.Nullable;

/**
 * Hears what models are asked and how it went, never the text of it. Every method is called on the
 * thread that serves the request. Knows nothing of who listens, so that the listener's library need
 * not be there.
 */
public interface Telemetry extends AutoCloseable {
    /** Nobody listens. */
    Telemetry NONE = new Silence();

    /** A request begins. */
    void begin(String path, Exchange exchange);

    /** A model is asked to generate; several times for several answers. */
    void asked(String model, GenerationOptions options);

    /** It has answered. */
    void answered(Answer answer);

    /** A model has embedded or judged texts. */
    void embedded(String model, int tokens);

    /**
     * The request that began last on this thread ends.
     *
     * @param code of its error; null for none
     */
    void end(int status, @Nullable String code);

    /** Tells what is left to be told, and ends. */
    @Override
    void close();

    /** Does nothing. */
    final class Silence implements Telemetry {
        private Silence() {}

        @Override
        public void begin(String path, Exchange exchange) {}

        @Override
        public void asked(String model, GenerationOptions options) {}

        @Override
        public void answered(Answer answer) {}

        @Override
        public void embedded(String model, int tokens) {}

        @Override
        public void end(int status, @Nullable String code) {}

        @Override
        public void close() {}
    }
}
