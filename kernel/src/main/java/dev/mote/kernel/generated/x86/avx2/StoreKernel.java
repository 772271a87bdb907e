package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/** Puts keys or values to a cache, with the bytes that {@link BlockType#encode} makes. */
final class StoreKernel {
    private static final Gpr SOURCE = Gpr.RSI;
    private static final Gpr SIZE = Gpr.R8;
    private static final Gpr HEADS = Gpr.R9;
    private static final Gpr ROWS = Gpr.R10;
    private static final Gpr ROW = Gpr.R11;
    private static final Gpr HEAD_STRIDE = Gpr.R12;
    private static final Gpr ROW_STRIDE = Gpr.R13;
    private static final Gpr HEADS_LEFT = Gpr.R14;
    private static final Gpr TARGET = Gpr.RBX;
    private static final Gpr BLOCKS = Gpr.RBP;
    private static final Gpr BLOCK_TARGET = Gpr.R15;

    private static final int QUARTERS = 4;
    private static final Vec LARGEST = ymm(4);
    private static final Vec INVERSE = ymm(5);
    private static final Vec T = ymm(6);
    private static final Vec U = ymm(7);
    private static final Vec MASK = ymm(8);

    /** Where quarters of 32 bytes lie after narrowing in two lanes. */
    private static final int[] NARROWED = {0, 4, 1, 5, 2, 6, 3, 7};

    private final Avx2Assembler a;
    private final BlockType type;

    private StoreKernel(Avx2Assembler a, BlockType type) {
        this.a = a;
        this.type = type;
    }

    static byte[] emit(Avx2Assembler a, BlockType type) {
        return new StoreKernel(a, type).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameters(a, SOURCE, SIZE, HEADS, ROWS, ROW, HEAD_STRIDE, ROW_STRIDE);
        Frame.repeat(
                a,
                ROWS,
                () -> {
                    a.mov(TARGET, ROW);
                    a.mov(HEADS_LEFT, HEADS);
                    Frame.repeat(a, HEADS_LEFT, this::head);
                    a.add(ROW, ROW_STRIDE);
                });
        Frame.leave(a);
        return a.finish();
    }

    private void head() {
        switch (type) {
            case F32, F16 -> {
                Strip.values(a, SIZE, this::plain);
                a.lea(SOURCE, Mem.at(SOURCE, SIZE, 4, 0));
            }
            case Q8_0 -> {
                a.mov(BLOCK_TARGET, TARGET);
                a.mov(BLOCKS, SIZE);
                a.shr(BLOCKS, 5);
                Frame.repeat(a, BLOCKS, this::block);
            }
            default -> throw new IllegalArgumentException("no cache of " + type);
        }
        a.add(TARGET, HEAD_STRIDE);
    }

    private void plain(Lanes lanes) {
        Vec x = lanes.register(0);
        lanes.load(a, x, Strip.at(SOURCE));
        if (type == BlockType.F32) {
            lanes.store(a, Strip.at(TARGET), x);
            return;
        }
        Mem target = Mem.at(TARGET, Strip.INDEX, 2, 0);
        if (lanes == Lanes.ONE) {
            a.vcvtps2ph(x, x, 0);
            a.vpextrw(target, x, 0);
        } else {
            a.vcvtps2ph(target, x, 0);
        }
    }

    private void block() {
        // The second operand is the result where there is a NaN, so NaN is never the largest.
        a.vpxor(LARGEST, LARGEST, LARGEST);
        for (int i = 0; i < QUARTERS; i++) {
            a.vmovups(ymm(i), Mem.at(SOURCE, 32 * i));
            a.vpand(T, ymm(i), Constants.integers(a, 0x7FFF_FFFF));
            a.vmaxps(LARGEST, T, LARGEST);
        }
        a.vextracti128(T.x(), LARGEST, 1);
        a.vmaxps(LARGEST.x(), LARGEST.x(), T.x());
        a.vpshufd(T.x(), LARGEST.x(), 0x4E);
        a.vmaxps(LARGEST.x(), LARGEST.x(), T.x());
        a.vpshufd(T.x(), LARGEST.x(), 0xB1);
        a.vmaxps(LARGEST.x(), LARGEST.x(), T.x());
        a.vdivps(LARGEST.x(), LARGEST.x(), Constants.floats(a, 127));
        a.vpxor(T.x(), T.x(), T.x());
        a.vcmpps(MASK.x(), LARGEST.x(), T.x(), 4);
        a.vmovups(U.x(), Constants.floats(a, 1));
        a.vdivps(INVERSE.x(), U.x(), LARGEST.x());
        a.vpand(INVERSE.x(), INVERSE.x(), MASK.x());
        a.vbroadcastss(INVERSE, INVERSE.x());
        a.vcvtps2ph(LARGEST.x(), LARGEST.x(), 0);
        a.vpextrw(Mem.at(BLOCK_TARGET), LARGEST, 0);
        for (int i = 0; i < QUARTERS; i++) {
            quantise(ymm(i));
        }
        a.vpackssdw(ymm(0), ymm(0), ymm(1));
        a.vpackssdw(ymm(2), ymm(2), ymm(3));
        a.vpacksswb(ymm(0), ymm(0), ymm(2));
        a.vmovdqu(T, Mem.at(a.code().constant(NARROWED)));
        a.vpermd(ymm(0), T, ymm(0));
        a.vmovdqu(Mem.at(BLOCK_TARGET, 2), ymm(0));
        a.add(SOURCE, 128);
        a.add(BLOCK_TARGET, type.blockBytes());
    }

    /** To the nearest whole number, halves away from zero, within ±127; NaN to 0. */
    private void quantise(Vec x) {
        a.vmulps(x, x, INVERSE);
        a.vroundps(T, x, 3); // towards zero
        a.vsubps(U, x, T);
        a.vcmpps(MASK, U, Constants.floats(a, 0.5f), 13);
        a.vpand(MASK, MASK, Constants.floats(a, 1));
        a.vaddps(T, T, MASK);
        a.vcmpps(MASK, U, Constants.floats(a, -0.5f), 2);
        a.vpand(MASK, MASK, Constants.floats(a, 1));
        a.vsubps(T, T, MASK);
        a.vcmpps(MASK, x, x, 7); // ordered
        a.vcvtps2dq(x, T);
        a.vpand(x, x, MASK);
        a.vpmaxsd(x, x, Constants.integers(a, -127));
    }
}
