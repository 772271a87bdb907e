package dev.mote.serve.openai;

import dev.mote.serve.wire.Exchange;

import java.util.List;

/** Tells clients which of their parameters changed nothing. */
public final class Ignored {
    /** The header that lists them. */
    static final String HEADER = "Mote-Ignored-Parameters";

    private Ignored() {}

    /** Lists them, if there are any. */
    public static void tell(Exchange exchange, List<String> parameters) {
        if (!parameters.isEmpty()) {
            exchange.answerHeader(HEADER, String.join(", ", parameters));
        }
    }
}
