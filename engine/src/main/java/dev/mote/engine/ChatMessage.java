package dev.mote.engine;

/**
 * One message of a conversation.
 *
 * @param role who speaks: {@code system}, {@code user}, {@code assistant}, or what else the model's
 *     template knows
 * @param content plain text; what looks like a special token in it stays plain text
 */
public record ChatMessage(String role, String content) {
    /** Instructions for the whole conversation. */
    public static ChatMessage system(String content) {
        return new ChatMessage("system", content);
    }

    /** What the user said. */
    public static ChatMessage user(String content) {
        return new ChatMessage("user", content);
    }

    /** What the model answered. */
    public static ChatMessage assistant(String content) {
        return new ChatMessage("assistant", content);
    }
}
