package dev.mote.kernel.assembler.aarch64;

/** How an instruction divides a vector register of 128 bits into lanes. */
public enum Shape {
    B16(0),
    H8(1),
    S4(2),
    D2(3);

    private final int code;

    Shape(int code) {
        this.code = code;
    }

    /** Base-two logarithm of the bytes of a lane. */
    int code() {
        return code;
    }

    int laneBits() {
        return 8 << code;
    }

    /** The size field of most vector instructions. */
    int size() {
        return code << 22;
    }

    /** The imm5 field that names lane {@code index}. */
    int lane(int index) {
        if (index < 0 || index >= 16 >> code) {
            throw new IllegalArgumentException("%s has no lane %d".formatted(this, index));
        }
        return (2 * index + 1) << code;
    }
}
