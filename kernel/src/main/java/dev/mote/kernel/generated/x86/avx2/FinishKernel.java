package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.xmm;
import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/** Joins the outputs that parts of the keys have, and divides them by the sums of exponentials. */
final class FinishKernel {
    private static final Gpr OUTPUT = Gpr.RSI;
    private static final Gpr OUTPUT_BYTES = Gpr.R8;
    private static final Gpr PARTS = Gpr.R9;
    private static final Gpr ROWS = Gpr.R10;
    private static final Gpr SIZE = Gpr.R11;
    private static final Gpr STATE = Gpr.R12;
    private static final Gpr STATE_BYTES = Gpr.R13;
    private static final Gpr TARGET = Gpr.R14;
    private static final Gpr ROWS_OF_POSITION = Gpr.R15;
    private static final Gpr PART_STATE = Gpr.RBX;
    private static final Gpr PART_OUTPUT = Gpr.RBP;
    private static final Gpr LEFT = Gpr.RDX;

    private static final Mem POSITION_TARGET = Frame.local(0);
    private static final Vec WEIGHT = xmm(0);
    private static final Vec T = xmm(1);
    private static final Vec NOTHING = xmm(5);
    private static final Vec LARGEST = xmm(6);
    private static final Vec SUM = xmm(7);
    private static final Vec SCALE = ymm(8);

    /** vcmpps. */
    private static final int NOT_EQUAL = 4;

    private final Avx2Assembler a;

    private FinishKernel(Avx2Assembler a) {
        this.a = a;
    }

    static byte[] emit(Avx2Assembler a) {
        return new FinishKernel(a).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameters(a, OUTPUT, OUTPUT_BYTES, PARTS, ROWS, SIZE, STATE, STATE_BYTES, TARGET);
        Frame.parameter(a, ROWS_OF_POSITION, 9);
        a.mov(POSITION_TARGET, TARGET);
        a.vmovups(NOTHING, Constants.floats(a, Float.NEGATIVE_INFINITY));
        Frame.repeat(a, ROWS, this::row);
        Frame.leave(a);
        return a.finish();
    }

    private void row() {
        a.vmovups(LARGEST, NOTHING);
        eachPart(() -> {
            a.vbroadcastss(T, Mem.at(PART_STATE));
            a.vmaxps(LARGEST, LARGEST, T);
        });
        a.vcmpps(T, LARGEST, NOTHING, NOT_EQUAL);
        a.vpand(LARGEST, LARGEST, T); // 0 where no key was visible
        a.vpxor(SUM, SUM, SUM);
        eachPart(() -> {
            a.vbroadcastss(WEIGHT, Mem.at(PART_STATE));
            a.vsubps(WEIGHT, WEIGHT, LARGEST);
            Functions.exp(a, WEIGHT, T, xmm(2));
            a.vmovd(Mem.at(PART_STATE, 8), WEIGHT);
            a.vbroadcastss(T, Mem.at(PART_STATE, 4));
            a.vfmadd231ps(SUM, WEIGHT, T);
        });
        a.vpxor(T, T, T);
        a.vcmpps(T, SUM, T, NOT_EQUAL);
        a.vmovups(WEIGHT, Constants.floats(a, 1));
        a.vdivps(SUM, WEIGHT, SUM);
        a.vpand(SUM, SUM, T);
        a.vbroadcastss(SCALE, SUM);
        Strip.values(a, SIZE, this::join);
        a.add(STATE, 16);
        a.lea(OUTPUT, Mem.at(OUTPUT, SIZE, 4, 0));
        a.lea(TARGET, Mem.at(TARGET, SIZE, 4, 0));
        nextRow();
    }

    private void eachPart(Runnable body) {
        a.mov(PART_STATE, STATE);
        a.mov(LEFT, PARTS);
        Frame.repeat(
                a,
                LEFT,
                () -> {
                    body.run();
                    a.add(PART_STATE, STATE_BYTES);
                });
    }

    private void join(Lanes lanes) {
        Vec total = lanes.register(0);
        Vec part = lanes.register(1);
        Vec weight = lanes.register(2);
        a.vpxor(total, total, total);
        a.mov(PART_OUTPUT, OUTPUT);
        eachPart(() -> {
            lanes.load(a, part, Strip.at(PART_OUTPUT));
            a.vbroadcastss(weight, Mem.at(PART_STATE, 8));
            a.vfmadd231ps(total, part, weight);
            a.add(PART_OUTPUT, OUTPUT_BYTES);
        });
        a.vmulps(total, total, lanes.register(SCALE.number()));
        lanes.store(a, Strip.at(TARGET), total);
    }

    private void nextRow() {
        Label same = new Label();
        a.sub(ROWS_OF_POSITION, 1);
        a.jcc(Condition.NOT_EQUAL, same);
        Frame.parameter(a, ROWS_OF_POSITION, 9);
        a.mov(TARGET, POSITION_TARGET);
        a.add(TARGET, Frame.parameter(8));
        a.mov(POSITION_TARGET, TARGET);
        a.bind(same);
    }
}
