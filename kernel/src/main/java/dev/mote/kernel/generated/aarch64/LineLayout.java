package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * A token's activations for products with panels: one line of 64 bytes for each 32 columns, so that
 * a single register leads to everything.
 *
 * <ul>
 *   <li>[32 × int8] q
 *   <li>[f32] scale
 *   <li>[f32] scale · sum of the 32 q
 *   <li>[2 × f32] scale · sum of 16 q
 *   <li>[16 bytes] nothing
 * </ul>
 */
final class LineLayout implements ActivationLayout {
    static final int LINE_BYTES = 64;
    static final int SCALE_OFFSET = 32;

    private static final X LINE = X.X6;

    /** Bytes of a token's lines. */
    static long bytes(int columns) {
        return (columns + 31L) / 32 * LINE_BYTES;
    }

    @Override
    public int columnsMultiple() {
        return 32;
    }

    @Override
    public void prepare(Aarch64Assembler a, X parameters, X padded) {
        a.ldr(LINE, parameters, 16);
    }

    @Override
    public void store(Aarch64Assembler a, V first, V second, V scale, V sum16, V sum32) {
        a.stp(first, second, LINE, 0);
        a.str(S, scale, LINE, SCALE_OFFSET);
        a.scvtf(sum32, sum32);
        a.fmul(sum32, sum32, scale, 0);
        a.str(S, sum32, LINE, SCALE_OFFSET + 4);
        a.scvtf(sum16, sum16);
        a.fmul(sum16, sum16, scale, 0);
        a.str(D, sum16, LINE, SCALE_OFFSET + 8);
        a.add(LINE, LINE, LINE_BYTES);
    }
}
