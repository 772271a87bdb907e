package dev.mote.serve.responses;

import dev.mote.serve.openai.Wording;
import dev.mote.serve.wire.EventStream;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Sends events with their numbers. The answer begins with the first token, so that what fails
 * before still has a status of its own.
 */
final class ResponseEvents {
    private final Exchange exchange;
    private final Map<String, @Nullable Object> response;
    private boolean begun;

    /** Of a response as it stands before there is any output. */
    ResponseEvents(Exchange exchange, Map<String, @Nullable Object> response) {
        this.exchange = exchange;
        this.response = response;
    }

    /** Says that the response begins, once. */
    void begin() {
        if (!begun) {
            begun = true;
            send(Wording.map("type", "response.created", "response", response));
            send(Wording.map("type", "response.in_progress", "response", response));
        }
    }

    /** Sends an event, after those of the beginning. */
    void take(Map<String, @Nullable Object> event) {
        begin();
        send(event);
    }

    private void send(Map<String, @Nullable Object> event) {
        EventStream events = exchange.events();
        event.put("sequence_number", events.count());
        events.send(String.valueOf(event.get("type")), Reply.jsonText(event));
    }
}
