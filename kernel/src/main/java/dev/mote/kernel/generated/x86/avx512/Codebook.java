package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

import java.util.Arrays;

/**
 * A table of 256, 512 or 1024 lattice points and the code that looks up 32 of them at once without
 * touching memory lane by lane.
 *
 * <p>A point's coordinates come from at most eight magnitudes, so that a point fits a 16-bit code:
 * eight digits of two bits or four of three. Codes are found by permutations over 64 of them each,
 * joined by masks that follow the index's upper bits, and are spread to bytes by a shift per byte
 * and one more permutation.
 */
final class Codebook {
    private static final int PERMUTED = 64;
    private static final int FIRST_BIT = 6;
    private static final int TABLE_REGISTER = 20;
    private static final int IN_REGISTERS_MAX = 256;
    private static final Mask[] MASKS = {Mask.K4, Mask.K5, Mask.K6, Mask.K7};
    private static final Vec[] TEMPS = {Unpack.T2, Unpack.T3, Unpack.T4, Unpack.T5};

    private final short[] codes;
    private final byte[] magnitudes;
    private final int digitBits;

    private Codebook(short[] codes, byte[] magnitudes, int digitBits) {
        this.codes = codes;
        this.magnitudes = magnitudes;
        this.digitBits = digitBits;
    }

    /** Points of eight coordinates, as bytes, from up to four magnitudes. */
    static Codebook ofEight(long[] points) {
        return of(points, 8, 2);
    }

    /** Points of four coordinates, as bytes, from up to eight magnitudes. */
    static Codebook ofFour(int[] points) {
        return of(Arrays.stream(points).asLongStream().toArray(), 4, 3);
    }

    private static Codebook of(long[] points, int dimensions, int digitBits) {
        byte[] magnitudes = new byte[1 << digitBits];
        int known = 0;
        boolean[] seen = new boolean[128];
        for (long point : points) {
            for (int i = 0; i < dimensions; i++) {
                seen[(int) (point >>> (8 * i)) & 0x7F] = true;
            }
        }
        for (int value = 0; value < seen.length; value++) {
            if (seen[value]) {
                magnitudes[known++] = (byte) value;
            }
        }
        short[] codes = new short[points.length];
        for (int p = 0; p < points.length; p++) {
            int code = 0;
            for (int i = 0; i < dimensions; i++) {
                int digit =
                        Arrays.binarySearch(magnitudes, 0, known, (byte) (points[p] >>> (8 * i)));
                code |= digit << (digitBits * i);
            }
            codes[p] = (short) code;
        }
        return new Codebook(codes, magnitudes, digitBits);
    }

    /** The magnitude of each digit plus {@code zeroPoint}, repeated: higher bits do not matter. */
    byte[] magnitudeTable(int zeroPoint) {
        byte[] table = new byte[64];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) (zeroPoint + magnitudes[i % magnitudes.length]);
        }
        return table;
    }

    /**
     * Where in a quadword the digits of its one or two codes start, two codes lying 32 bits apart.
     */
    byte[] digitShifts() {
        byte[] shifts = new byte[64];
        for (int i = 0; i < 64; i++) {
            int digit = i % 8;
            shifts[i] = (byte) (digitBits == 2 ? 2 * digit : digit / 4 * 32 + digit % 4 * 3);
        }
        return shifts;
    }

    /** Keeps a table of 256 in registers 20 to 27. */
    void loadConstants(Avx512Assembler a) {
        if (codes.length == IN_REGISTERS_MAX) {
            for (int i = 0; i < 8; i++) {
                a.vmovdqu16(zmm(TABLE_REGISTER + i), table(a, 32 * i));
            }
        }
    }

    private Mem table(Avx512Assembler a, int first) {
        return Mem.at(a.code().constant(Arrays.copyOfRange(codes, first, first + 32)));
    }

    /**
     * target = codes of the 32 indices, which are words whose upper bits may be anything.
     *
     * <p>Overwrites K4 to K7 and temporaries T2 to T5; index and target are neither, and differ.
     */
    void lookUp(Avx512Assembler a, Vec target, Vec index) {
        for (int bit = FIRST_BIT; 1 << bit < codes.length; bit++) {
            short[] all = new short[32];
            Arrays.fill(all, (short) (1 << bit));
            a.vptestmw(mask(bit), index, Mem.at(a.code().constant(all)));
        }
        select(a, target, index, 0, codes.length, 0);
    }

    private void select(Avx512Assembler a, Vec target, Vec index, int first, int count, int depth) {
        if (count == PERMUTED) {
            if (codes.length == IN_REGISTERS_MAX) {
                int register = TABLE_REGISTER + first / 32;
                a.vmovdqu64(target, index);
                a.vpermi2w(target, zmm(register), zmm(register + 1));
            } else {
                a.vmovdqu16(target, table(a, first));
                a.vpermt2w(target, index, table(a, first + 32));
            }
            return;
        }
        int half = count / 2;
        Vec other = TEMPS[depth];
        select(a, target, index, first, half, depth + 1);
        select(a, other, index, first + half, half, depth + 1);
        a.k(mask(Integer.numberOfTrailingZeros(half))).vmovdqu16(target, other);
    }

    private static Mask mask(int bit) {
        return MASKS[bit - FIRST_BIT];
    }
}
