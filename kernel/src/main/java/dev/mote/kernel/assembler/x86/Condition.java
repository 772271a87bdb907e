package dev.mote.kernel.assembler.x86;

/** Conditions of jumps, with their encoding. */
public enum Condition {
    /** Unsigned less. */
    BELOW(2),
    /** Unsigned greater or equal. */
    ABOVE_OR_EQUAL(3),
    /** Equal, zero. */
    EQUAL(4),
    /** Not equal, not zero. */
    NOT_EQUAL(5),
    /** Unsigned less or equal. */
    BELOW_OR_EQUAL(6),
    /** Unsigned greater. */
    ABOVE(7),
    /** Signed less. */
    LESS(12),
    /** Signed greater or equal. */
    GREATER_OR_EQUAL(13),
    /** Signed less or equal. */
    LESS_OR_EQUAL(14),
    /** Signed greater. */
    GREATER(15);

    private final int code;

    Condition(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
