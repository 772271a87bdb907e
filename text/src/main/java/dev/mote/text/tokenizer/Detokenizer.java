package dev.mote.text.tokenizer;

/** Turns a stream of tokens into text, holding back incomplete characters. Not thread-safe. */
public interface Detokenizer {
    /** Takes a token and returns the text that is now complete, possibly empty. */
    String append(int token);

    /** Returns what was held back, with U+FFFD for incomplete characters, and starts afresh. */
    String finish();
}
