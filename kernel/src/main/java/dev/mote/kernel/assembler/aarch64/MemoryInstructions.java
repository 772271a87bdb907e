package dev.mote.kernel.assembler.aarch64;

/** Loads and stores of vector registers. */
public abstract sealed class MemoryInstructions extends IntegerInstructions
        permits VectorInstructions {
    private static final int LOAD = 1 << 22;

    MemoryInstructions() {}

    /** Loads from n + offset. */
    public final void ldr(Width width, V t, X n, int offset) {
        emit(width.code() | LOAD | address(width.scale(), offset) | n.code() << 5 | t.code());
    }

    /** Stores to n + offset. */
    public final void str(Width width, V t, X n, int offset) {
        emit(width.code() | address(width.scale(), offset) | n.code() << 5 | t.code());
    }

    /** Loads from n + m. */
    public final void ldr(Width width, V t, X n, X m) {
        emit(width.code() | LOAD | 0x0020_6800 | m.code() << 16 | n.code() << 5 | t.code());
    }

    /** Stores to n + m. */
    public final void str(Width width, V t, X n, X m) {
        emit(width.code() | 0x0020_6800 | m.code() << 16 | n.code() << 5 | t.code());
    }

    /** Loads element m of the array at n, whose elements have the width of the load. */
    public final void ldrElement(Width width, V t, X n, X m) {
        emit(width.code() | LOAD | 0x0020_7800 | m.code() << 16 | n.code() << 5 | t.code());
    }

    /** Loads from n, then adds step, −256 to 255, to n. */
    public final void ldrPost(Width width, V t, X n, int step) {
        emit(width.code() | LOAD | post(step) | n.code() << 5 | t.code());
    }

    /** Stores to n, then adds step, −256 to 255, to n. */
    public final void strPost(Width width, V t, X n, int step) {
        emit(width.code() | post(step) | n.code() << 5 | t.code());
    }

    /** Loads 16 bytes from a constant. */
    public final void ldr(V t, Label constant) {
        emit(0x9c00_0000 | t.code(), Reach.NEAR, constant);
    }

    /** Loads two registers of 16 bytes each from n + offset, a multiple of 16. */
    public final void ldp(V t, V u, X n, int offset) {
        emit(0xad40_0000 | pair(offset, 16) | u.code() << 10 | n.code() << 5 | t.code());
    }

    /** Stores two registers of 16 bytes each at n + offset, a multiple of 16. */
    public final void stp(V t, V u, X n, int offset) {
        emit(0xad00_0000 | pair(offset, 16) | u.code() << 10 | n.code() << 5 | t.code());
    }

    /** Loads the lower halves of two registers from n + offset, a multiple of 8. */
    public final void ldpHalves(V t, V u, X n, int offset) {
        emit(0x6d40_0000 | pair(offset, 8) | u.code() << 10 | n.code() << 5 | t.code());
    }

    /** Stores the lower halves of two registers at n + offset, a multiple of 8. */
    public final void stpHalves(V t, V u, X n, int offset) {
        emit(0x6d00_0000 | pair(offset, 8) | u.code() << 10 | n.code() << 5 | t.code());
    }

    /** Loads four bytes at n into every 32-bit lane. */
    public final void ld1rWord(V t, X n) {
        emit(0x4d40_c800 | n.code() << 5 | t.code());
    }

    /** Stores 32-bit lane {@code lane} at n, then adds m to n. */
    public final void st1Word(V t, int lane, X n, X m) {
        int index = field(lane, 0, 3, "lane");
        emit(
                0x0d80_8000
                        | (index >> 1) << 30
                        | (index & 1) << 12
                        | m.code() << 16
                        | n.code() << 5
                        | t.code());
    }

    /** Stores 64-bit lane {@code lane} at n, then adds m to n. */
    public final void st1Double(V t, int lane, X n, X m) {
        int index = field(lane, 0, 1, "lane");
        emit(0x0d80_8400 | index << 30 | m.code() << 16 | n.code() << 5 | t.code());
    }

    private static int post(int step) {
        return 0x400 | (field(step, -256, 255, "step") & 0x1ff) << 12;
    }

    private static int pair(int offset, int bytes) {
        if (offset % bytes != 0) {
            throw new IllegalArgumentException(
                    "offset %d is no multiple of %d".formatted(offset, bytes));
        }
        return (field(offset / bytes, -64, 63, "offset") & 0x7f) << 15;
    }
}
