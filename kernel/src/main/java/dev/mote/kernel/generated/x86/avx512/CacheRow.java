package dev.mote.kernel.generated.x86.avx512;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
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

    /** How many times 16 values belong together. */
    int parts() {
        return type == BlockType.Q8_0 ? 2 : 1;
    }

    /** Bytes of {@link #parts} times 16 values. */
    int bytes() {
        return type == BlockType.Q8_0 ? type.blockBytes() : 16 * type.blockBytes();
    }

    /** Bytes of 32 values. */
    int pairBytes() {
        return bytes() * 2 / parts();
    }

    /**
     * target = 16 values as floats.
     *
     * @param start where {@link #parts} times 16 values begin
     * @param present the values that are there; Q8_0 has all
     */
    void load(Avx512Assembler a, Vec target, Mem start, int part, Mask present, Vec t) {
        if (type == BlockType.Q8_0) {
            scale(a, t, start);
            a.vpmovsxbd(target, start.plus(2 + 16 * part));
            a.vcvtdq2ps(target, target);
            a.vmulps(target, target, t);
        } else {
            FloatWeights.load(a, type, target, start, present);
        }
    }

    /** Loads 32 values; {@code t} is overwritten. */
    void loadPair(Avx512Assembler a, Vec first, Vec second, Mem start, Mask[] present, Vec t) {
        if (type == BlockType.Q8_0) {
            scale(a, t, start);
            a.vpmovsxbd(first, start.plus(2));
            a.vpmovsxbd(second, start.plus(18));
            a.vcvtdq2ps(first, first);
            a.vcvtdq2ps(second, second);
            a.vmulps(first, first, t);
            a.vmulps(second, second, t);
        } else {
            FloatWeights.load(a, type, first, start, present[0]);
            FloatWeights.load(a, type, second, start.plus(bytes()), present[1]);
        }
    }

    /** The scale of a block of Q8_0 in all lanes. */
    static void scale(Avx512Assembler a, Vec target, Mem block) {
        a.vpbroadcastw(target.y(), block);
        a.vcvtph2ps(target, target.y());
    }
}
