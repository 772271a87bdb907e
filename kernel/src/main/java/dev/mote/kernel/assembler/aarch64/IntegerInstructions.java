package dev.mote.kernel.assembler.aarch64;

/** Arithmetic on general registers, branches, and loads and stores of general registers. */
public abstract sealed class IntegerInstructions extends InstructionStream
        permits MemoryInstructions {
    private static final int ZERO = 31;

    IntegerInstructions() {}

    /** d = n + immediate. */
    public final void add(X d, X n, int immediate) {
        emit(0x9100_0000 | immediate(immediate) | n.code() << 5 | d.code());
    }

    /** d = n − immediate. */
    public final void sub(X d, X n, int immediate) {
        emit(0xd100_0000 | immediate(immediate) | n.code() << 5 | d.code());
    }

    /** d = n − immediate, and compares. */
    public final void subs(X d, X n, int immediate) {
        emit(0xf100_0000 | immediate(immediate) | n.code() << 5 | d.code());
    }

    /** Compares n with a number. */
    public final void cmp(X n, int immediate) {
        emit(0xf100_0000 | immediate(immediate) | n.code() << 5 | ZERO);
    }

    /** {@code d = n + (m << shift)}. */
    public final void add(X d, X n, X m, int shift) {
        register(0x8b00_0000, d, n, m, shift);
    }

    /** d = n − m. */
    public final void sub(X d, X n, X m) {
        register(0xcb00_0000, d, n, m, 0);
    }

    /** d = −m. */
    public final void neg(X d, X m) {
        emit(0xcb00_0000 | m.code() << 16 | ZERO << 5 | d.code());
    }

    /** {@code d = n | m << shift}. */
    public final void orr(X d, X n, X m, int shift) {
        register(0xaa00_0000, d, n, m, shift);
    }

    /** d = m. */
    public final void mov(X d, X m) {
        emit(0xaa00_0000 | m.code() << 16 | ZERO << 5 | d.code());
    }

    /** d = immediate, 0 to 65535. */
    public final void mov(X d, int immediate) {
        emit(0xd280_0000 | field(immediate, 0, 0xffff, "immediate") << 5 | d.code());
    }

    /** Sets bits 16 · part to 16 · part + 15 of d. */
    public final void movk(X d, int immediate, int part) {
        emit(
                0xf280_0000
                        | field(part, 0, 3, "part") << 21
                        | field(immediate, 0, 0xffff, "immediate") << 5
                        | d.code());
    }

    /** d = a + n · m. */
    public final void madd(X d, X n, X m, X a) {
        emit(0x9b00_0000 | m.code() << 16 | a.code() << 10 | n.code() << 5 | d.code());
    }

    /** {@code d = n >>> shift}. */
    public final void lsr(X d, X n, int shift) {
        bitfield(0xd340_0000, d, n, field(shift, 0, 63, "shift"), 63);
    }

    /** {@code d = n << shift}. */
    public final void lsl(X d, X n, int shift) {
        bitfield(0xd340_0000, d, n, -field(shift, 0, 63, "shift") & 63, 63 - shift);
    }

    /** d = {@code width} bits of n from bit {@code lowest} on. */
    public final void ubfx(X d, X n, int lowest, int width) {
        bitfield(0xd340_0000, d, n, lowest, lowest + field(width, 1, 64 - lowest, "width") - 1);
    }

    /** Replaces {@code width} bits of d from bit {@code lowest} on by the lowest bits of n. */
    public final void bfi(X d, X n, int lowest, int width) {
        bitfield(0xb340_0000, d, n, -lowest & 63, field(width, 1, 64 - lowest, "width") - 1);
    }

    /** d = address of label. */
    public final void adr(X d, Label label) {
        emit(0x1000_0000 | d.code(), Reach.ADDRESS, label);
    }

    /** Continues at label. */
    public final void b(Label label) {
        emit(0x1400_0000, Reach.BRANCH, label);
    }

    /** Continues at label if the last comparison turned out so. */
    public final void b(Condition condition, Label label) {
        emit(0x5400_0000 | condition.code(), Reach.NEAR, label);
    }

    /** Continues at label if n is zero. */
    public final void cbz(X n, Label label) {
        emit(0xb400_0000 | n.code(), Reach.NEAR, label);
    }

    /** Continues at label unless n is zero. */
    public final void cbnz(X n, Label label) {
        emit(0xb500_0000 | n.code(), Reach.NEAR, label);
    }

    /** Returns to the caller. */
    public final void ret() {
        emit(0xd65f_03c0);
    }

    /** d = eight bytes at n + offset. */
    public final void ldr(X d, X n, int offset) {
        load(0xf840_0000, 3, d, n, offset);
    }

    /** d = four bytes at n + offset. */
    public final void ldrWord(X d, X n, int offset) {
        load(0xb840_0000, 2, d, n, offset);
    }

    /** d = two bytes at n + offset. */
    public final void ldrHalf(X d, X n, int offset) {
        load(0x7840_0000, 1, d, n, offset);
    }

    /** d = one byte at n + offset. */
    public final void ldrByte(X d, X n, int offset) {
        load(0x3840_0000, 0, d, n, offset);
    }

    /** Stores d and e at n + offset. */
    public final void stp(X d, X e, X n, int offset) {
        pair(0xa900_0000, d, e, n, offset);
    }

    /** Loads d and e from n + offset. */
    public final void ldp(X d, X e, X n, int offset) {
        pair(0xa940_0000, d, e, n, offset);
    }

    private void register(int code, X d, X n, X m, int shift) {
        // Number 31 is the zero register here, never the stack pointer.
        if (d == X.SP || n == X.SP || m == X.SP) {
            throw new IllegalArgumentException("SP cannot take part in this instruction");
        }
        int amount = field(shift, 0, 63, "shift") << 10;
        emit(code | m.code() << 16 | amount | n.code() << 5 | d.code());
    }

    private void bitfield(int code, X d, X n, int rotation, int lastBit) {
        emit(
                code
                        | field(rotation, 0, 63, "bit") << 16
                        | field(lastBit, 0, 63, "bit") << 10
                        | n.code() << 5
                        | d.code());
    }

    private static int immediate(int value) {
        if (value >= 0 && value < 1 << 24 && (value & 0xfff) == 0) {
            return 1 << 22 | value >>> 12 << 10;
        }
        return field(value, 0, 0xfff, "immediate") << 10;
    }

    private void load(int code, int scale, X d, X n, int offset) {
        emit(code | address(scale, offset) | n.code() << 5 | d.code());
    }

    /** The bits of an offset: whole multiples of the width if possible, else few bytes. */
    static int address(int scale, int offset) {
        if (offset >= 0 && offset < 4096 << scale && (offset & ((1 << scale) - 1)) == 0) {
            return 1 << 24 | offset >>> scale << 10;
        }
        return (field(offset, -256, 255, "offset") & 0x1ff) << 12;
    }

    private void pair(int code, X d, X e, X n, int offset) {
        if ((offset & 7) != 0) {
            throw new IllegalArgumentException("offset " + offset + " is no multiple of 8");
        }
        int field = (field(offset / 8, -64, 63, "offset / 8") & 0x7f) << 15;
        emit(code | field | e.code() << 10 | n.code() << 5 | d.code());
    }
}
