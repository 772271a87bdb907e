package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Emits the code that turns the encoded values of one row into unsigned bytes and scales, 64 values
 * at a time and in their natural order; each block type is written once, for products of few tokens
 * and for panels alike.
 *
 * <p>A unit is 64 values for types with blocks of 32 and one block for those with blocks of 256.
 * The unit's first byte is at {@link #SOURCE}. Registers below {@code zmm8} belong to the kernel
 * around it, as do all general-purpose registers but {@link #NEXT} and {@link #TEMP}.
 */
abstract class Unpack {
    /** First byte of the unit. */
    static final Gpr SOURCE = Gpr.RSI;

    /** Second block of the unit where blocks have 32 values; for the others to use freely. */
    static final Gpr NEXT = Gpr.RDI;

    static final Gpr TEMP = Gpr.RAX;

    /** 64 bytes of the kernel's own at the stack pointer, for the types to use. */
    static final Mem SPILL = Mem.at(Gpr.RSP);

    /** 64 unsigned bytes: what {@link #values} makes. */
    static final Vec Q = zmm(12);

    /** Another 64 unsigned bytes where values are {@linkplain #nibbleWise arranged by nibbles}. */
    static final Vec MORE_Q = zmm(17);

    /** Indices into {@link #SCALES}: what {@link #laneIndex} loads where it has to. */
    static final Vec LANE_INDEX = zmm(13);

    /** A minimum for each 16 values of the unit: what {@link #begin} makes where there are any. */
    static final Vec MINIMA = zmm(8);

    /**
     * Scales: what {@link #begin} makes. A lane for each group of a unit of 256 values; for each
     * four values of a unit of 64.
     */
    static final Vec SCALES = zmm(9);

    static final Vec T0 = zmm(10);
    static final Vec T1 = zmm(11);
    static final Vec T2 = zmm(16);
    static final Vec T3 = zmm(17);
    static final Vec T4 = zmm(18);
    static final Vec T5 = zmm(19);

    /** Bytes of the unit that may be read: all, or those of its first block. */
    static final Mask PRESENT = Mask.K1;

    final int zeroPoint;
    final int group;
    final boolean minima;
    final int unitValues;
    final int unitBytes;

    Unpack(int zeroPoint, int group, boolean minima, int unitValues, int unitBytes) {
        this.zeroPoint = zeroPoint;
        this.group = group;
        this.minima = minima;
        this.unitValues = unitValues;
        this.unitBytes = unitBytes;
    }

    /** Loads constants to registers from {@code zmm20} on; they stay until the kernel's end. */
    abstract void loadConstants(Avx512Assembler a);

    /**
     * Sets {@link #PRESENT} to what a unit of one or two blocks has.
     *
     * @param blocks 1 only where units have two blocks
     */
    void setPresent(Avx512Assembler a, int blocks) {}

    /** Starts a unit: what its chunks share. */
    abstract void begin(Avx512Assembler a);

    /** Makes {@link #Q} from values 64 · chunk … 64 · chunk + 63 of the unit. */
    abstract void values(Avx512Assembler a, int chunk);

    /**
     * A register whose lanes say for each four of the same values which lane of {@link #SCALES}
     * they belong to; only for units of 256 values.
     */
    Vec laneIndex(Avx512Assembler a, int chunk) {
        a.vmovdqu32(LANE_INDEX, lanes(a, 64 / group * chunk, group / 4));
        return LANE_INDEX;
    }

    /**
     * Whether values come arranged by nibbles rather than in their natural order: 128 at a time,
     * {@link #Q} having the first half of each of four groups and {@link #MORE_Q} the second, so
     * that both can be added up before they are scaled. Activations are then arranged likewise.
     */
    boolean nibbleWise() {
        return false;
    }

    /** What a row's columns beyond whole units are unpacked with. */
    Unpack rest() {
        return this;
    }

    final int chunks() {
        return unitValues / 64;
    }

    /** A 64-byte constant of one repeated byte. */
    static Mem bytes(Avx512Assembler a, int value) {
        byte[] all = new byte[64];
        java.util.Arrays.fill(all, (byte) value);
        return Mem.at(a.code().constant(all));
    }

    /** A 64-byte constant whose two halves repeat a byte each. */
    static Mem halves(Avx512Assembler a, int low, int high) {
        byte[] all = new byte[64];
        for (int i = 0; i < 64; i++) {
            all[i] = (byte) (i < 32 ? low : high);
        }
        return Mem.at(a.code().constant(all));
    }

    /** A 64-byte constant of words, the halves repeating a word each. */
    static Mem wordHalves(Avx512Assembler a, int low, int high) {
        return Mem.at(a.code().constant(wordRuns(low, 16, high, 16)));
    }

    /** count, value pairs written out: for indices and shift counts. */
    static short[] wordRuns(int first, int firstCount, int second, int secondCount) {
        short[] words = new short[firstCount + secondCount];
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) (i < firstCount ? first : second);
        }
        return words;
    }

    /** A constant of 16 indices for groups of {@code width} lanes, counting from {@code first}. */
    static Mem lanes(Avx512Assembler a, int first, int width) {
        int[] indices = new int[16];
        for (int i = 0; i < 16; i++) {
            indices[i] = first + i / width;
        }
        return Mem.at(a.code().constant(indices));
    }
}
