package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.H8;
import static dev.mote.kernel.assembler.aarch64.Width.H;
import static dev.mote.kernel.assembler.aarch64.Width.Q;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** Reads keys and values as they lie in the cache: 16 values, or a block of twice as many. */
final class CacheRow {
    private final BlockType type;
    private final FloatFormat plain;

    CacheRow(BlockType type) {
        if (type != BlockType.F32 && type != BlockType.F16 && type != BlockType.Q8_0) {
            throw new IllegalArgumentException("no cache of " + type);
        }
        this.type = type;
        plain = new FloatFormat(type);
    }

    /** How many times 16 values belong together. */
    int parts() {
        return type == BlockType.Q8_0 ? 2 : 1;
    }

    /** Bytes of {@link #parts} times 16 values. */
    int bytes() {
        return (int) type.bytesFor(16L * parts());
    }

    /** Bytes of a value that stands alone; Q8_0 has none. */
    int valueBytes() {
        return type.blockBytes();
    }

    /** Whether values can stand alone. */
    boolean hasSingleValues() {
        return type != BlockType.Q8_0;
    }

    /**
     * Loads 16 values to four registers.
     *
     * @param from where {@link #parts} times 16 values begin
     * @param scale is overwritten
     */
    void loadSixteen(Aarch64Assembler a, V[] target, X from, int part, V scale) {
        if (type != BlockType.Q8_0) {
            plain.loadSixteen(a, target, from);
            return;
        }
        scale(a, scale, from);
        a.ldr(Q, target[3], from, 2 + 16 * part);
        a.sxtl(B16, target[1], target[3]);
        a.sxtl2(B16, target[3], target[3]);
        for (int i = 0; i < 4; i += 2) {
            a.sxtl(H8, target[i], target[i + 1]);
            a.sxtl2(H8, target[i + 1], target[i + 1]);
        }
        for (V each : target) {
            a.scvtf(each, each);
            a.fmul(each, each, scale, 0);
        }
    }

    /** Loads one value to the lowest lane. */
    void loadOne(Aarch64Assembler a, V target, X from) {
        plain.loadOne(a, target, from);
    }

    /** The lowest lane = the scale of a block of Q8_0. */
    static void scale(Aarch64Assembler a, V target, X block) {
        a.ldr(H, target, block, 0);
        a.fcvtHalf(target, target);
    }
}
