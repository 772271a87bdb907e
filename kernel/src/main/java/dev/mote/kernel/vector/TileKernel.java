package dev.mote.kernel.vector;

import static dev.mote.kernel.vector.Lanes.F;
import static dev.mote.kernel.vector.Lanes.L;
import static dev.mote.kernel.vector.Lanes.LE;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.MemorySegment;

/**
 * The innermost product: a few rows of scalars times a panel that is one or two vectors wide, all
 * sums in registers.
 *
 * <p>c[r, j] = Σ_i a[r, i] · b[i, j]. Each step loads the panel's vectors once and multiplies them
 * with one broadcast scalar per row, so the multiply-add units are the limit and not the loads. The
 * sums go to a small array and are added to the result elsewhere: more memory accesses in one
 * method would exceed the node count at which C2 stops inlining the vector operations.
 */
final class TileKernel {
    /** Rows of a tile. */
    static final int ROWS = 8;

    /** Columns of a full tile. */
    static final int WIDTH = 2 * L;

    /** With 16 registers (up to 256-bit x86) eight rows by two vectors would not fit. */
    private static final boolean FEW_REGISTERS = L == 8;

    private TileKernel() {}

    /**
     * Computes a tile of {@link #ROWS} rows.
     *
     * @param a scalars; row r starts at a0 + r · lda
     * @param b panel; step i starts at byte b0 + i · ldb
     * @param count steps, the length of the sums
     * @param wide whether the tile has two vectors of columns, or one
     * @param c receives row r at r · WIDTH
     */
    static void multiply(
            float[] a,
            int a0,
            int lda,
            MemorySegment b,
            long b0,
            long ldb,
            int count,
            boolean wide,
            float[] c) {
        if (!wide) {
            eightByOne(a, a0, lda, b, b0, ldb, count, c);
        } else if (FEW_REGISTERS) {
            fourByTwo(a, a0, lda, b, b0, ldb, count, c, 0);
            fourByTwo(a, a0 + 4 * lda, lda, b, b0, ldb, count, c, 4 * WIDTH);
        } else {
            eightByTwo(a, a0, lda, b, b0, ldb, count, c);
        }
    }

    private static void eightByTwo(
            float[] a, int a0, int lda, MemorySegment b, long b0, long ldb, int count, float[] c) {
        FloatVector s00 = FloatVector.zero(F);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        FloatVector s40 = s00;
        FloatVector s41 = s00;
        FloatVector s50 = s00;
        FloatVector s51 = s00;
        FloatVector s60 = s00;
        FloatVector s61 = s00;
        FloatVector s70 = s00;
        FloatVector s71 = s00;
        int a1 = a0 + lda;
        int a2 = a1 + lda;
        int a3 = a2 + lda;
        int a4 = a3 + lda;
        int a5 = a4 + lda;
        int a6 = a5 + lda;
        int a7 = a6 + lda;
        for (int i = 0; i < count; i++) {
            long at = b0 + i * ldb;
            FloatVector v0 = FloatVector.fromMemorySegment(F, b, at, LE);
            FloatVector v1 = FloatVector.fromMemorySegment(F, b, at + 4L * L, LE);
            FloatVector w = FloatVector.broadcast(F, a[a0 + i]);
            s00 = w.fma(v0, s00);
            s01 = w.fma(v1, s01);
            w = FloatVector.broadcast(F, a[a1 + i]);
            s10 = w.fma(v0, s10);
            s11 = w.fma(v1, s11);
            w = FloatVector.broadcast(F, a[a2 + i]);
            s20 = w.fma(v0, s20);
            s21 = w.fma(v1, s21);
            w = FloatVector.broadcast(F, a[a3 + i]);
            s30 = w.fma(v0, s30);
            s31 = w.fma(v1, s31);
            w = FloatVector.broadcast(F, a[a4 + i]);
            s40 = w.fma(v0, s40);
            s41 = w.fma(v1, s41);
            w = FloatVector.broadcast(F, a[a5 + i]);
            s50 = w.fma(v0, s50);
            s51 = w.fma(v1, s51);
            w = FloatVector.broadcast(F, a[a6 + i]);
            s60 = w.fma(v0, s60);
            s61 = w.fma(v1, s61);
            w = FloatVector.broadcast(F, a[a7 + i]);
            s70 = w.fma(v0, s70);
            s71 = w.fma(v1, s71);
        }
        s00.intoArray(c, 0);
        s01.intoArray(c, L);
        s10.intoArray(c, 2 * L);
        s11.intoArray(c, 3 * L);
        s20.intoArray(c, 4 * L);
        s21.intoArray(c, 5 * L);
        s30.intoArray(c, 6 * L);
        s31.intoArray(c, 7 * L);
        s40.intoArray(c, 8 * L);
        s41.intoArray(c, 9 * L);
        s50.intoArray(c, 10 * L);
        s51.intoArray(c, 11 * L);
        s60.intoArray(c, 12 * L);
        s61.intoArray(c, 13 * L);
        s70.intoArray(c, 14 * L);
        s71.intoArray(c, 15 * L);
    }

    private static void fourByTwo(
            float[] a,
            int a0,
            int lda,
            MemorySegment b,
            long b0,
            long ldb,
            int count,
            float[] c,
            int c0) {
        FloatVector s00 = FloatVector.zero(F);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        int a1 = a0 + lda;
        int a2 = a1 + lda;
        int a3 = a2 + lda;
        for (int i = 0; i < count; i++) {
            long at = b0 + i * ldb;
            FloatVector v0 = FloatVector.fromMemorySegment(F, b, at, LE);
            FloatVector v1 = FloatVector.fromMemorySegment(F, b, at + 4L * L, LE);
            FloatVector w = FloatVector.broadcast(F, a[a0 + i]);
            s00 = w.fma(v0, s00);
            s01 = w.fma(v1, s01);
            w = FloatVector.broadcast(F, a[a1 + i]);
            s10 = w.fma(v0, s10);
            s11 = w.fma(v1, s11);
            w = FloatVector.broadcast(F, a[a2 + i]);
            s20 = w.fma(v0, s20);
            s21 = w.fma(v1, s21);
            w = FloatVector.broadcast(F, a[a3 + i]);
            s30 = w.fma(v0, s30);
            s31 = w.fma(v1, s31);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + L);
        s10.intoArray(c, c0 + 2 * L);
        s11.intoArray(c, c0 + 3 * L);
        s20.intoArray(c, c0 + 4 * L);
        s21.intoArray(c, c0 + 5 * L);
        s30.intoArray(c, c0 + 6 * L);
        s31.intoArray(c, c0 + 7 * L);
    }

    private static void eightByOne(
            float[] a, int a0, int lda, MemorySegment b, long b0, long ldb, int count, float[] c) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        int a1 = a0 + lda;
        int a2 = a1 + lda;
        int a3 = a2 + lda;
        int a4 = a3 + lda;
        int a5 = a4 + lda;
        int a6 = a5 + lda;
        int a7 = a6 + lda;
        for (int i = 0; i < count; i++) {
            FloatVector v = FloatVector.fromMemorySegment(F, b, b0 + i * ldb, LE);
            s0 = FloatVector.broadcast(F, a[a0 + i]).fma(v, s0);
            s1 = FloatVector.broadcast(F, a[a1 + i]).fma(v, s1);
            s2 = FloatVector.broadcast(F, a[a2 + i]).fma(v, s2);
            s3 = FloatVector.broadcast(F, a[a3 + i]).fma(v, s3);
            s4 = FloatVector.broadcast(F, a[a4 + i]).fma(v, s4);
            s5 = FloatVector.broadcast(F, a[a5 + i]).fma(v, s5);
            s6 = FloatVector.broadcast(F, a[a6 + i]).fma(v, s6);
            s7 = FloatVector.broadcast(F, a[a7 + i]).fma(v, s7);
        }
        s0.intoArray(c, 0);
        s1.intoArray(c, WIDTH);
        s2.intoArray(c, 2 * WIDTH);
        s3.intoArray(c, 3 * WIDTH);
        s4.intoArray(c, 4 * WIDTH);
        s5.intoArray(c, 5 * WIDTH);
        s6.intoArray(c, 6 * WIDTH);
        s7.intoArray(c, 7 * WIDTH);
    }
}
