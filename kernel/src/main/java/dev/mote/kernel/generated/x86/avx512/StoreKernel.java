package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
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

    private static final Mask LOWEST = Mask.K2;
    private static final Vec LARGEST = zmm(2);
    private static final Vec INVERSE = zmm(3);
    private static final Vec T = zmm(4);
    private static final Vec U = zmm(5);

    private final Avx512Assembler a = new Avx512Assembler();
    private final BlockType type;

    private StoreKernel(BlockType type) {
        this.type = type;
    }

    static byte[] emit(BlockType type) {
        return new StoreKernel(type).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, SOURCE, 0);
        Frame.parameter(a, SIZE, 1);
        Frame.parameter(a, HEADS, 2);
        Frame.parameter(a, ROWS, 3);
        Frame.parameter(a, ROW, 4);
        Frame.parameter(a, HEAD_STRIDE, 5);
        Frame.parameter(a, ROW_STRIDE, 6);
        a.mov32(Gpr.RAX, 1);
        a.kmovw(LOWEST, Gpr.RAX);
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
            case F32, F16 -> Strip.over(a, SIZE, 16, 1, step -> plain());
            case Q8_0 -> blocks();
            default -> throw new IllegalArgumentException("no cache of " + type);
        }
        a.lea(SOURCE, Mem.at(SOURCE, SIZE, 4, 0));
        a.add(TARGET, HEAD_STRIDE);
    }

    private void plain() {
        a.kz(Strip.LANES).vmovups(zmm(0), Mem.at(SOURCE, Strip.INDEX, 4, 0));
        if (type == BlockType.F32) {
            a.k(Strip.LANES).vmovups(Mem.at(TARGET, Strip.INDEX, 4, 0), zmm(0));
        } else {
            a.k(Strip.LANES).vcvtps2ph(Mem.at(TARGET, Strip.INDEX, 2, 0), zmm(0), 0);
        }
    }

    private void blocks() {
        a.push(SOURCE);
        a.push(TARGET);
        a.mov(BLOCKS, SIZE);
        a.shr(BLOCKS, 5);
        Frame.repeat(a, BLOCKS, this::block);
        a.pop(TARGET);
        a.pop(SOURCE);
    }

    private void block() {
        a.vmovups(zmm(0), Mem.at(SOURCE));
        a.vmovups(zmm(1), Mem.at(SOURCE, 64));
        // The second operand is the result where there is a NaN, so NaN is never the largest.
        a.vpxord(LARGEST, LARGEST, LARGEST);
        for (int half = 0; half < 2; half++) {
            a.vpandd(T, zmm(half), Functions.allBits(a, 0x7FFF_FFFF));
            a.vmaxps(LARGEST, T, LARGEST);
        }
        a.vextracti64x4(T.y(), LARGEST, 1);
        a.vmaxps(LARGEST.y(), LARGEST.y(), T.y());
        a.vextracti32x4(T.x(), LARGEST.y(), 1);
        a.vmaxps(LARGEST.x(), LARGEST.x(), T.x());
        a.vpshufd(T.x(), LARGEST.x(), 0x4E);
        a.vmaxps(LARGEST.x(), LARGEST.x(), T.x());
        a.vpshufd(T.x(), LARGEST.x(), 0xB1);
        a.vmaxps(LARGEST.x(), LARGEST.x(), T.x());
        a.vdivps(LARGEST.x(), LARGEST.x(), Functions.all(a, 127));
        a.vpxord(T.x(), T.x(), T.x());
        a.vcmpps(Mask.K1, LARGEST.x(), T.x(), 4);
        a.vbroadcastss(U.x(), Mem.at(a.code().constant(1f)));
        a.kz(Mask.K1).vdivps(INVERSE.x(), U.x(), LARGEST.x());
        a.vbroadcastss(INVERSE, INVERSE.x());
        a.k(LOWEST).vcvtps2ph(Mem.at(TARGET), LARGEST.x(), 0);
        for (int half = 0; half < 2; half++) {
            quantise(zmm(half));
            a.vpmovsdb(Mem.at(TARGET, 2 + 16 * half), zmm(half));
        }
        a.add(SOURCE, 128);
        a.add(TARGET, 34);
    }

    /** To the nearest whole number, halves away from zero, within ±127; NaN to 0. */
    private void quantise(Vec x) {
        a.vmulps(x, x, INVERSE);
        a.vrndscaleps(T, x, 3); // towards zero
        a.vsubps(U, x, T);
        a.vcmpps(Mask.K1, U, Functions.all(a, 0.5f), 13);
        a.k(Mask.K1).vaddps(T, T, Functions.all(a, 1));
        a.vcmpps(Mask.K1, U, Functions.all(a, -0.5f), 2);
        a.k(Mask.K1).vsubps(T, T, Functions.all(a, 1));
        a.vcmpps(Mask.K1, x, x, 7); // ordered
        a.kz(Mask.K1).vcvtps2dq(x, T);
        a.vpmaxsd(x, x, Functions.allBits(a, -127));
    }
}
