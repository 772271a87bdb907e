package dev.mote.text.tokenizer;

/**
 * A stretch of a prompt and whether it comes from a trusted place.
 *
 * @param text the text
 * @param trusted true for what the chat template wrote, where special text means special tokens;
 *     false for what people or tools wrote, where it is plain text
 */
public record TextSpan(String text, boolean trusted) {
    /** What the template wrote. */
    public static TextSpan trusted(String text) {
        return new TextSpan(text, true);
    }

    /** What people or tools wrote. */
    public static TextSpan untrusted(String text) {
        return new TextSpan(text, false);
    }
}
