package dev.mote.serve.responses;

import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A response that is kept. Immutable; nobody changes the maps.
 *
 * @param id by which it is found
 * @param made when
 * @param body as it was answered
 * @param input the items of its own request
 * @param messages the whole conversation, its answer included, without instructions
 * @param bytes of memory it takes, about
 */
record StoredResponse(
        String id,
        Instant made,
        Map<String, @Nullable Object> body,
        List<Map<String, @Nullable Object>> input,
        List<Map<String, @Nullable Object>> messages,
        long bytes) {
    /** The conversation counts whole, though turns share it: the others may be forgotten. */
    private static final int BYTES_PER_CHARACTER = 3;

    static StoredResponse of(
            String id,
            Instant made,
            Map<String, @Nullable Object> body,
            List<Map<String, @Nullable Object>> input,
            List<Map<String, @Nullable Object>> messages) {
        long characters = 0;
        for (Object part : List.of(body, input, messages)) {
            characters += Reply.jsonText(part).length();
        }
        return new StoredResponse(
                id, made, body, input, messages, characters * BYTES_PER_CHARACTER);
    }
}
