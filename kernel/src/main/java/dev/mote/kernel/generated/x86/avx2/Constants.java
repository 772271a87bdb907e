package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;

import java.util.Arrays;

/** Constants of one register's size, as memory operands behind the code. */
final class Constants {
    private static final int BYTES = 32;

    private Constants() {}

    /** A byte, repeated. */
    static Mem bytes(Avx2Assembler a, int value) {
        byte[] all = new byte[BYTES];
        Arrays.fill(all, (byte) value);
        return Mem.at(a.code().constant(all));
    }

    /** A word, repeated. */
    static Mem words(Avx2Assembler a, int value) {
        short[] all = new short[BYTES / 2];
        Arrays.fill(all, (short) value);
        return Mem.at(a.code().constant(all));
    }

    /** A doubleword, repeated. */
    static Mem integers(Avx2Assembler a, int value) {
        int[] all = new int[BYTES / 4];
        Arrays.fill(all, value);
        return Mem.at(a.code().constant(all));
    }

    /** A float, repeated. */
    static Mem floats(Avx2Assembler a, float value) {
        float[] all = new float[BYTES / 4];
        Arrays.fill(all, value);
        return Mem.at(a.code().constant(all));
    }

    /** A table of 16 bytes for both lanes. */
    static Mem table(Avx2Assembler a, byte[] sixteen) {
        byte[] all = Arrays.copyOf(sixteen, BYTES);
        System.arraycopy(sixteen, 0, all, 16, 16);
        return Mem.at(a.code().constant(all));
    }
}
