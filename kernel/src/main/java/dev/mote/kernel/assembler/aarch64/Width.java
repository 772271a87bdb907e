package dev.mote.kernel.assembler.aarch64;

/** How much of a vector register a load or store moves; a load clears the rest of the register. */
public enum Width {
    B(0, 0x3c00_0000),
    H(1, 0x7c00_0000),
    S(2, 0xbc00_0000),
    D(3, 0xfc00_0000),
    Q(4, 0x3c80_0000);

    private final int scale;
    private final int code;

    Width(int scale, int code) {
        this.scale = scale;
        this.code = code;
    }

    /** Base-two logarithm of the bytes. */
    int scale() {
        return scale;
    }

    /** The bits of a store of this width with an unscaled offset. */
    int code() {
        return code;
    }
}
