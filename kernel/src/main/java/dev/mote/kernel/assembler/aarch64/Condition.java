package dev.mote.kernel.assembler.aarch64;

/** Conditions of branches, after a comparison of signed or unsigned numbers. */
public enum Condition {
    EQ(0),
    NE(1),
    /** Unsigned: at least. */
    HS(2),
    /** Unsigned: below. */
    LO(3),
    GE(10),
    LT(11),
    GT(12),
    LE(13);

    private final int code;

    Condition(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
