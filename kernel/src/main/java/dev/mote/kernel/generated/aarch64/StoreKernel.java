package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.H8;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.H;
import static dev.mote.kernel.assembler.aarch64.Width.Q;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.Width;
import dev.mote.kernel.assembler.aarch64.X;

/** Puts keys or values to a cache, with the bytes that {@link BlockType#encode} makes. */
final class StoreKernel {
    private static final int BLOCK_BYTES = 34;

    private static final X PARAMETERS = X.X0;
    private static final X SOURCE = X.X1;
    private static final X SIZE = X.X2;
    private static final X HEADS = X.X3;
    private static final X ROWS = X.X4;
    private static final X ROW = X.X5;
    private static final X HEAD_BYTES = X.X6;
    private static final X ROW_BYTES = X.X7;
    private static final X HEADS_LEFT = X.X8;
    private static final X HEAD = X.X9;
    private static final X LEFT = X.X10;
    private static final X TO = X.X11;

    private static final V[] VALUES = {V.V0, V.V1, V.V2, V.V3, V.V4, V.V5, V.V6, V.V7};
    private static final V LARGEST = V.V16;
    private static final V INVERSE = V.V17;
    private static final V SPARE = V.V18;
    private static final V LEAST_BYTE = V.V19;
    private static final V LARGEST_BYTE = V.V20;
    private static final V ONE = V.V21;

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final BlockType type;

    private StoreKernel(BlockType type) {
        this.type = type;
    }

    /**
     * @param type F32, F16 or Q8_0
     */
    static byte[] assemble(BlockType type) {
        return new StoreKernel(type).kernel();
    }

    private byte[] kernel() {
        a.ldr(SOURCE, PARAMETERS, 0);
        a.ldr(SIZE, PARAMETERS, 8);
        a.ldr(HEADS, PARAMETERS, 16);
        a.ldr(ROWS, PARAMETERS, 24);
        a.ldr(ROW, PARAMETERS, 32);
        a.ldr(HEAD_BYTES, PARAMETERS, 40);
        a.ldr(ROW_BYTES, PARAMETERS, 48);
        a.moviByte(LEAST_BYTE, -127 & 0xff);
        a.moviWord(LARGEST_BYTE, 127, 0);
        a.scvtf(LARGEST_BYTE, LARGEST_BYTE);
        a.fmov(ONE, 1);
        Strip.repeat(
                a,
                ROWS,
                () -> {
                    a.mov(HEAD, ROW);
                    a.mov(HEADS_LEFT, HEADS);
                    Strip.repeat(a, HEADS_LEFT, this::head);
                    a.add(ROW, ROW, ROW_BYTES, 0);
                });
        a.ret();
        return a.finish();
    }

    private void head() {
        a.mov(TO, HEAD);
        switch (type) {
            case F32, F16 -> {
                a.mov(LEFT, SIZE);
                Strip.values(a, LEFT, this::plain);
            }
            case Q8_0 -> {
                a.lsr(LEFT, SIZE, 5);
                Strip.repeat(a, LEFT, this::block);
            }
            default -> throw new IllegalArgumentException("no cache of " + type);
        }
        a.add(HEAD, HEAD, HEAD_BYTES, 0);
    }

    private void plain(Width width) {
        a.ldrPost(width, VALUES[0], SOURCE, Strip.bytes(width));
        if (type == BlockType.F32) {
            a.strPost(width, VALUES[0], TO, Strip.bytes(width));
        } else {
            a.fcvtn(VALUES[0], VALUES[0]);
            a.strPost(width == Q ? D : H, VALUES[0], TO, Strip.bytes(width) / 2);
        }
    }

    private void block() {
        for (int i = 0; i < 8; i += 2) {
            a.ldp(VALUES[i], VALUES[i + 1], SOURCE, 16 * i);
        }
        a.zero(LARGEST);
        for (V value : VALUES) {
            a.fabs(SPARE, value);
            a.fmaxnm(LARGEST, LARGEST, SPARE); // a NaN is never the largest
        }
        a.fmaxnmv(LARGEST, LARGEST);
        a.dup(S4, LARGEST, LARGEST, 0);
        a.fdiv(LARGEST, LARGEST, LARGEST_BYTE);
        a.fdiv(INVERSE, ONE, LARGEST);
        a.fcmeqZero(SPARE, LARGEST);
        a.mvn(SPARE, SPARE);
        a.and(INVERSE, INVERSE, SPARE);
        a.fcvtn(LARGEST, LARGEST);
        a.str(H, LARGEST, TO, 0);
        for (V value : VALUES) {
            a.fmul(value, value, INVERSE);
            a.fcvtas(value, value);
        }
        for (int i = 0; i < 8; i += 2) {
            a.sqxtn(S4, VALUES[i], VALUES[i]);
            a.sqxtn2(S4, VALUES[i], VALUES[i + 1]);
        }
        for (int i = 0; i < 8; i += 4) {
            a.sqxtn(H8, VALUES[i], VALUES[i]);
            a.sqxtn2(H8, VALUES[i], VALUES[i + 2]);
            a.smax(B16, VALUES[i], VALUES[i], LEAST_BYTE);
            a.str(Q, VALUES[i], TO, 2 + 4 * i);
        }
        a.add(SOURCE, SOURCE, 128);
        a.add(TO, TO, BLOCK_BYTES);
    }
}
