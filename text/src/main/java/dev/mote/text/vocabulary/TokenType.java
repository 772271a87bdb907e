package dev.mote.text.vocabulary;

/** What an entry of the vocabulary is; numbers as in GGUF's {@code tokenizer.ggml.token_type}. */
public enum TokenType {
    /** No type stated. */
    UNDEFINED,
    /** Ordinary text. */
    NORMAL,
    /** Stands for text nothing else covers. */
    UNKNOWN,
    /** Structure rather than text: never produced from plain text. */
    CONTROL,
    /** Text that is always one token, before any other rule. */
    USER_DEFINED,
    /** Reserved, but still text. */
    UNUSED,
    /** One raw byte, spelled {@code <0xNN>}. */
    BYTE;

    private static final TokenType[] VALUES = values();

    /** The type of a number; numbers outside the enumeration mean {@link #UNDEFINED}. */
    public static TokenType of(int number) {
        return number >= 0 && number < VALUES.length ? VALUES[number] : UNDEFINED;
    }

    /** Whether plain text may become this token by the vocabulary's own algorithm. */
    public boolean isText() {
        return this == NORMAL || this == USER_DEFINED || this == UNUSED;
    }

    /** Whether the token is structure rather than text. */
    public boolean isSpecial() {
        return this == CONTROL || this == UNKNOWN;
    }
}
