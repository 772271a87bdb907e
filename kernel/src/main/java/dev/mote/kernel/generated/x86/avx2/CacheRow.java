package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/** Reads keys and values as they lie in the cache: 16 values, or a block of twice as many. */
final class CacheRow {
    private final BlockType type;

    CacheRow(BlockType type) {
        if (type != BlockType.F32 && type != BlockType.F16 && type != BlockType.Q8_0) {
            throw new IllegalArgumentException("no cache of " + type);
        }
        this.type = type;
    }

    /** How many times 8 values belong together at least. */
    int eights() {
        return type == BlockType.Q8_0 ? 4 : 1;
    }

    /** Bytes of 8 · {@code count} values, where so many have a beginning. */
    int bytes(int count) {
        return (int) type.bytesFor(8L * count);
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
     * target = 8 values as floats.
     *
     * @param start where values begin that belong together
     * @param eighth which 8 of them, below {@link #eights} where that is more than one
     * @param t is overwritten
     */
    void load(Avx2Assembler a, Vec target, Mem start, int eighth, Vec t) {
        if (type == BlockType.Q8_0) {
            scale(a, t, start);
            loadScaled(a, target, start, eighth, t);
        } else {
            FloatWeights.load(a, type, target, start.plus(bytes(eighth)));
        }
    }

    /** As {@link #load}, for two neighbours. */
    void loadPair(Avx2Assembler a, Vec first, Vec second, Mem start, int eighth, Vec t) {
        if (type == BlockType.Q8_0) {
            scale(a, t, start);
            loadScaled(a, first, start, eighth, t);
            loadScaled(a, second, start, eighth + 1, t);
        } else {
            load(a, first, start, eighth, t);
            load(a, second, start, eighth + 1, t);
        }
    }

    private static void loadScaled(Avx2Assembler a, Vec target, Mem start, int eighth, Vec scale) {
        a.vpmovsxbd(target, start.plus(2 + 8 * eighth));
        a.vcvtdq2ps(target, target);
        a.vmulps(target, target, scale);
    }

    /** The lowest lane of target = one value. */
    void loadOne(Avx2Assembler a, Vec target, Mem source) {
        FloatWeights.loadOne(a, type, target, source, Gpr.RAX);
    }

    /** The scale of a block of Q8_0 in all lanes. */
    static void scale(Avx2Assembler a, Vec target, Mem block) {
        a.vpbroadcastw(target.x(), block);
        a.vcvtph2ps(target, target.x());
    }
}
