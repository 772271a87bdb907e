package dev.mote.kernel.assembler.aarch64;

/** Integer arithmetic and moves on vector registers of 128 bits. */
public abstract sealed class VectorInstructions extends MemoryInstructions
        permits DoubleInstructions {
    VectorInstructions() {}

    /** d = n + m per lane. */
    public final void add(Shape shape, V d, V n, V m) {
        three(0x4e20_8400 | shape.size(), d, n, m);
    }

    /** d = n − m per lane. */
    public final void sub(Shape shape, V d, V n, V m) {
        three(0x6e20_8400 | shape.size(), d, n, m);
    }

    /** d = n · m per lane of 8, 16 or 32 bits. */
    public final void mul(Shape shape, V d, V n, V m) {
        noDoubles(shape);
        three(0x4e20_9c00 | shape.size(), d, n, m);
    }

    /** Sums of neighbours, those of n in the lower and those of m in the upper half. */
    public final void addp(Shape shape, V d, V n, V m) {
        three(0x4e20_bc00 | shape.size(), d, n, m);
    }

    /** The larger lane, signed. */
    public final void smax(Shape shape, V d, V n, V m) {
        noDoubles(shape);
        three(0x4e20_6400 | shape.size(), d, n, m);
    }

    /** The larger lane, unsigned. */
    public final void umax(Shape shape, V d, V n, V m) {
        noDoubles(shape);
        three(0x6e20_6400 | shape.size(), d, n, m);
    }

    /** The smaller lane, unsigned. */
    public final void umin(Shape shape, V d, V n, V m) {
        noDoubles(shape);
        three(0x6e20_6c00 | shape.size(), d, n, m);
    }

    /** All ones where n is at least m, unsigned, else zero. */
    public final void cmhs(Shape shape, V d, V n, V m) {
        three(0x6e20_3c00 | shape.size(), d, n, m);
    }

    /** All ones where n and m share a bit, else zero. */
    public final void cmtst(Shape shape, V d, V n, V m) {
        three(0x4e20_8c00 | shape.size(), d, n, m);
    }

    /** Shifts lanes of n left by the signed lowest byte of the lanes of m; right where negative. */
    public final void ushl(Shape shape, V d, V n, V m) {
        three(0x6e20_4400 | shape.size(), d, n, m);
    }

    /** {@code d = n & m}. */
    public final void and(V d, V n, V m) {
        three(0x4e20_1c00, d, n, m);
    }

    /** d = n ^ m. */
    public final void eor(V d, V n, V m) {
        three(0x6e20_1c00, d, n, m);
    }

    /** d = n. */
    public final void mov(V d, V n) {
        three(0x4ea0_1c00, d, n, n);
    }

    /** Replaces the bits of d by those of n where m has ones. */
    public final void bit(V d, V n, V m) {
        three(0x6ea0_1c00, d, n, m);
    }

    /** Neighbouring 32-bit lanes exchanged. */
    public final void rev64Word(V d, V n) {
        two(0x4ea0_0800, d, n);
    }

    /** d = ~n. */
    public final void mvn(V d, V n) {
        two(0x6e20_5800, d, n);
    }

    /** Largest 32-bit lane, unsigned, in the lowest lane of d; the rest is zero. */
    public final void umaxvWord(V d, V n) {
        two(0x6eb0_a800, d, n);
    }

    /** Adds four products of signed bytes to every 32-bit lane (dotprod). */
    public final void sdot(V d, V n, V m) {
        three(0x4e80_9400, d, n, m);
    }

    /**
     * Adds four products with the bytes of 32-bit lane {@code lane} of m to every lane (dotprod).
     */
    public final void sdot(V d, V n, V m, int lane) {
        three(0x4f80_e000 | element(lane), d, n, m);
    }

    /**
     * Adds the 2 × 2 products of the two rows of eight signed bytes of n with those of m: lane 2·i
     * + j is row i of n by row j of m (i8mm).
     */
    public final void smmla(V d, V n, V m) {
        three(0x4e80_a400, d, n, m);
    }

    /** {@code d = n << shift per lane}. */
    public final void shl(Shape shape, V d, V n, int shift) {
        two(0x4f00_5400 | left(shape, shift), d, n);
    }

    /** {@code d = n >>> shift per lane}. */
    public final void ushr(Shape shape, V d, V n, int shift) {
        two(0x6f00_0400 | right(shape, shift), d, n);
    }

    /** {@code d = n >> shift} per lane, signed. */
    public final void sshr(Shape shape, V d, V n, int shift) {
        two(0x4f00_0400 | right(shape, shift), d, n);
    }

    /** Replaces all but the lowest {@code shift} bits of the lanes of d by those of n. */
    public final void sli(Shape shape, V d, V n, int shift) {
        two(0x6f00_5400 | left(shape, shift), d, n);
    }

    /** Lanes of the lower half of n, twice as wide, signed. */
    public final void sxtl(Shape narrow, V d, V n) {
        noDoubles(narrow);
        two(0x0f00_a400 | left(narrow, 0), d, n);
    }

    /** Lanes of the upper half of n, twice as wide, signed. */
    public final void sxtl2(Shape narrow, V d, V n) {
        noDoubles(narrow);
        two(0x4f00_a400 | left(narrow, 0), d, n);
    }

    /** Lanes of the lower half of n, twice as wide, unsigned. */
    public final void uxtl(Shape narrow, V d, V n) {
        noDoubles(narrow);
        two(0x2f00_a400 | left(narrow, 0), d, n);
    }

    /** Lanes of the upper half of n, twice as wide, unsigned. */
    public final void uxtl2(Shape narrow, V d, V n) {
        noDoubles(narrow);
        two(0x6f00_a400 | left(narrow, 0), d, n);
    }

    /** 16-bit lanes of the lower half of n as upper halves of 32-bit lanes. */
    public final void shllHalf(V d, V n) {
        two(0x2e61_3800, d, n);
    }

    /** 16-bit lanes of the upper half of n as upper halves of 32-bit lanes. */
    public final void shllHalf2(V d, V n) {
        two(0x6e61_3800, d, n);
    }

    /** Lanes half as wide, saturated, into the lower half of d; the upper half becomes zero. */
    public final void sqxtn(Shape wide, V d, V n) {
        two(0x0e21_4800 | narrower(wide), d, n);
    }

    /** Lanes half as wide, saturated, into the upper half of d. */
    public final void sqxtn2(Shape wide, V d, V n) {
        two(0x4e21_4800 | narrower(wide), d, n);
    }

    /** Lower halves of n and m, lane by lane in turn. */
    public final void zip1(Shape shape, V d, V n, V m) {
        three(0x4e00_3800 | shape.size(), d, n, m);
    }

    /** Upper halves of n and m, lane by lane in turn. */
    public final void zip2(Shape shape, V d, V n, V m) {
        three(0x4e00_7800 | shape.size(), d, n, m);
    }

    /** Even lanes of n, then those of m. */
    public final void uzp1(Shape shape, V d, V n, V m) {
        three(0x4e00_1800 | shape.size(), d, n, m);
    }

    /** Odd lanes of n, then those of m. */
    public final void uzp2(Shape shape, V d, V n, V m) {
        three(0x4e00_5800 | shape.size(), d, n, m);
    }

    /** Bytes of table at the places that the bytes of m name; zero for places above 15. */
    public final void tbl(V d, V table, V m) {
        three(0x4e00_0000, d, table, m);
    }

    /** Lane {@code lane} of n in every lane. */
    public final void dup(Shape shape, V d, V n, int lane) {
        two(0x4e00_0400 | shape.lane(lane) << 16, d, n);
    }

    /** The lowest bits of n in every lane of 32 bits. */
    public final void dupWord(V d, X n) {
        emit(0x4e04_0c00 | n.code() << 5 | d.code());
    }

    /** Copies one lane of n into one lane of d. */
    public final void ins(Shape shape, V d, int to, V n, int from) {
        int source = (shape.lane(from) >> 1) & 0xf & -(1 << shape.code());
        two(0x6e00_0400 | shape.lane(to) << 16 | source << 11, d, n);
    }

    /** d = 0, in the form that processors need no execution unit for. */
    public final void zero(V d) {
        emit(0x6f00_e400 | d.code());
    }

    /** The same byte, 0 to 255, in every lane. */
    public final void moviByte(V d, int value) {
        emit(0x4f00_e400 | byteField(value) | d.code());
    }

    /** {@code value << shift} in every 32-bit lane; shift is 0, 8, 16 or 24. */
    public final void moviWord(V d, int value, int shift) {
        if ((shift & ~24) != 0) {
            throw new IllegalArgumentException("shift " + shift + " is not 0, 8, 16 or 24");
        }
        emit(0x4f00_0400 | (shift / 8) << 13 | byteField(value) | d.code());
    }

    static int byteField(int value) {
        field(value, 0, 255, "byte");
        return value >>> 5 << 16 | (value & 31) << 5;
    }

    /** The field that names lane {@code lane} of the second factor. */
    static int element(int lane) {
        field(lane, 0, 3, "lane");
        return (lane & 1) << 21 | (lane >> 1) << 11;
    }

    final void three(int code, V d, V n, V m) {
        emit(code | m.code() << 16 | n.code() << 5 | d.code());
    }

    final void two(int code, V d, V n) {
        emit(code | n.code() << 5 | d.code());
    }

    private static int left(Shape shape, int shift) {
        return (shape.laneBits() + field(shift, 0, shape.laneBits() - 1, "shift")) << 16;
    }

    private static int right(Shape shape, int shift) {
        return (2 * shape.laneBits() - field(shift, 1, shape.laneBits(), "shift")) << 16;
    }

    private static int narrower(Shape wide) {
        if (wide == Shape.B16) {
            throw new IllegalArgumentException("lanes of 8 bits cannot become narrower");
        }
        return (wide.code() - 1) << 22;
    }

    private static void noDoubles(Shape shape) {
        if (shape == Shape.D2) {
            throw new IllegalArgumentException("the instruction knows no lanes of 64 bits");
        }
    }
}
