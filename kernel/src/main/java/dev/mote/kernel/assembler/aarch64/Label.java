package dev.mote.kernel.assembler.aarch64;

/** A place in the code or in the constants behind it; made by {@link InstructionStream}. */
public final class Label {
    private static final int UNBOUND = -1;

    private int offset = UNBOUND;

    Label() {}

    void bind(int at) {
        if (offset != UNBOUND) {
            throw new IllegalStateException("label is bound to " + offset + " already");
        }
        offset = at;
    }

    int offset() {
        if (offset == UNBOUND) {
            throw new IllegalStateException("label is used but bound nowhere");
        }
        return offset;
    }
}
