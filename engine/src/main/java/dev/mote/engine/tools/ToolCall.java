package dev.mote.engine.tools;

import dev.mote.format.json.JsonText;

import java.security.SecureRandom;
import java.util.Map;

/**
 * A call that a model has written.
 *
 * @param id to which the result refers
 * @param name of the tool
 * @param arguments a JSON object as text
 */
public record ToolCall(String id, String name, String arguments) {
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** Mistral's templates demand exactly as many. */
    private static final int ID_LENGTH = 9;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A call with an id of its own. */
    static ToolCall fresh(String name, Map<?, ?> arguments) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return new ToolCall(id.toString(), name, JsonText.of(arguments));
    }
}
