package dev.mote.kernel.assembler.x86;

/**
 * A vector register at a width.
 *
 * @param number 0 … 31, below 16 where the instruction is VEX-encoded
 * @param width how much of it is used
 */
public record Vec(int number, Width width) implements Operand {
    /** Widths and their encoding in the prefix. */
    public enum Width {
        /** 128 bits. */
        XMM(16, 0),
        /** 256 bits. */
        YMM(32, 1),
        /** 512 bits. */
        ZMM(64, 2);

        private final int bytes;
        private final int code;

        Width(int bytes, int code) {
            this.bytes = bytes;
            this.code = code;
        }

        int bytes() {
            return bytes;
        }

        int code() {
            return code;
        }
    }

    /** Checks the number. */
    public Vec {
        if (number < 0 || number > 31) {
            throw new IllegalArgumentException("no vector register " + number);
        }
    }

    /** The 128-bit register of this number. */
    public static Vec xmm(int number) {
        return new Vec(number, Width.XMM);
    }

    /** The 256-bit register of this number. */
    public static Vec ymm(int number) {
        return new Vec(number, Width.YMM);
    }

    /** The 512-bit register of this number. */
    public static Vec zmm(int number) {
        return new Vec(number, Width.ZMM);
    }

    /** The low 128 bits of this register. */
    public Vec x() {
        return xmm(number);
    }

    /** The low 256 bits of this register. */
    public Vec y() {
        return ymm(number);
    }

    /** All 512 bits of this register. */
    public Vec z() {
        return zmm(number);
    }
}
