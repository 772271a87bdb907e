package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.xmm;
import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
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
    private static final Vec NOTHING = xmm(16);
    private static final Vec LARGEST = xmm(17);
    private static final Vec SUM = xmm(18);
    private static final Vec SCALE = zmm(19);
    private static final Vec WEIGHT = xmm(0);

    private final Avx512Assembler a = new Avx512Assembler();

    private FinishKernel() {}

    static byte[] emit() {
        return new FinishKernel().emitCode();
    }

    private byte[] emitCode() {
        Frame.enter(a);
        Frame.parameter(a, OUTPUT, 0);
        Frame.parameter(a, OUTPUT_BYTES, 1);
        Frame.parameter(a, PARTS, 2);
        Frame.parameter(a, ROWS, 3);
        Frame.parameter(a, SIZE, 4);
        Frame.parameter(a, STATE, 5);
        Frame.parameter(a, STATE_BYTES, 6);
        Frame.parameter(a, TARGET, 7);
        Frame.parameter(a, ROWS_OF_POSITION, 9);
        a.mov(POSITION_TARGET, TARGET);
        a.vbroadcastss(NOTHING, Mem.at(a.code().constant(Float.NEGATIVE_INFINITY)));
        Frame.repeat(a, ROWS, this::row);
        Frame.leave(a);
        return a.finish();
    }

    private void row() {
        a.vmovups(LARGEST, NOTHING);
        eachPart(() -> a.vmaxps(LARGEST, LARGEST, Mem.at(PART_STATE).broadcast()));
        a.vcmpps(Mask.K2, LARGEST, NOTHING, 4);
        a.kz(Mask.K2).vmovups(LARGEST, LARGEST); // 0 where no key was visible
        a.vpxord(SUM, SUM, SUM);
        eachPart(() -> {
            a.vbroadcastss(WEIGHT, Mem.at(PART_STATE));
            a.vsubps(WEIGHT, WEIGHT, LARGEST);
            Functions.exp(a, WEIGHT, xmm(1), xmm(2));
            a.vmovd(Mem.at(PART_STATE, 8), WEIGHT);
            a.vfmadd231ps(SUM, WEIGHT, Mem.at(PART_STATE, 4).broadcast());
        });
        a.vpxord(WEIGHT, WEIGHT, WEIGHT);
        a.vcmpps(Mask.K2, SUM, WEIGHT, 4);
        a.vbroadcastss(WEIGHT, Mem.at(a.code().constant(1f)));
        a.kz(Mask.K2).vdivps(SUM, WEIGHT, SUM);
        a.vbroadcastss(SCALE, SUM);
        Strip.over(a, SIZE, 16, 1, step -> join());
        a.add(STATE, 16);
        a.lea(OUTPUT, Mem.at(OUTPUT, SIZE, 4, 0));
        a.lea(TARGET, Mem.at(TARGET, SIZE, 4, 0));
        nextPosition();
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

    private void join() {
        a.vpxord(zmm(0), zmm(0), zmm(0));
        a.mov(PART_OUTPUT, OUTPUT);
        eachPart(() -> {
            Mem place = Mem.at(PART_OUTPUT, Strip.INDEX, 4, 0);
            a.kz(Strip.LANES).vmovups(zmm(1), place);
            a.vfmadd231ps(zmm(0), zmm(1), Mem.at(PART_STATE, 8).broadcast());
            a.add(PART_OUTPUT, OUTPUT_BYTES);
        });
        a.vmulps(zmm(0), zmm(0), SCALE);
        a.k(Strip.LANES).vmovups(Mem.at(TARGET, Strip.INDEX, 4, 0), zmm(0));
    }

    private void nextPosition() {
        Label same = new Label();
        a.sub(ROWS_OF_POSITION, 1);
        a.jcc(Condition.NOT_EQUAL, same);
        Frame.parameter(a, ROWS_OF_POSITION, 9);
        a.mov(TARGET, POSITION_TARGET);
        a.add(TARGET, Mem.at(Frame.PARAMETERS, 8 * 8));
        a.mov(POSITION_TARGET, TARGET);
        a.bind(same);
    }
}
