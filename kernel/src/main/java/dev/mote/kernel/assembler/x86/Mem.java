package dev.mote.kernel.assembler.x86;

import dev.mote.kernel.assembler.CodeBuffer.Label;

import org.jspecify.annotations.Nullable;

/**
 * A memory operand: base + index · scale + displacement, or a label of the code.
 *
 * @param base null where a label is meant
 * @param index null where there is none; never RSP
 * @param scale 1, 2, 4 or 8
 * @param displacement bytes
 * @param label the place in the code, or null
 * @param repeated whether one element is repeated in all lanes (EVEX only)
 */
public record Mem(
        @Nullable Gpr base,
        @Nullable Gpr index,
        int scale,
        int displacement,
        @Nullable Label label,
        boolean repeated)
        implements Operand {
    /** Checks what the encoding cannot express. */
    public Mem {
        if (index == Gpr.RSP) {
            throw new IllegalArgumentException("RSP cannot be an index");
        }
        if (scale != 1 && scale != 2 && scale != 4 && scale != 8) {
            throw new IllegalArgumentException("scale " + scale + " is none of 1, 2, 4, 8");
        }
    }

    /** [base + displacement]. */
    public static Mem at(Gpr base, int displacement) {
        return new Mem(base, null, 1, displacement, null, false);
    }

    /** [base]. */
    public static Mem at(Gpr base) {
        return at(base, 0);
    }

    /** [base + index · scale + displacement]. */
    public static Mem at(Gpr base, Gpr index, int scale, int displacement) {
        return new Mem(base, index, scale, displacement, null, false);
    }

    /** The place of a label. */
    public static Mem at(Label label) {
        return new Mem(null, null, 1, 0, label, false);
    }

    /** The same place, one element of it for all lanes. */
    public Mem broadcast() {
        return new Mem(base, index, scale, displacement, label, true);
    }

    /** The same place, {@code bytes} further on. */
    public Mem plus(int bytes) {
        return new Mem(base, index, scale, displacement + bytes, label, repeated);
    }
}
