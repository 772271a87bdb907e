package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Beginning and end of a kernel, its parameters and loops, and sums over the lanes of a register.
 */
final class Frame {
    /** Bytes of the stack at the stack pointer that belong to {@link Unpack}. */
    static final int UNPACK_BYTES = 288;

    private static final int BYTES = UNPACK_BYTES + 64;

    /** Holds the parameters' address from the entry on. */
    private static final Gpr PARAMETERS = Gpr.RDI;

    private static final Gpr[] SAVED = {Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15};

    private Frame() {}

    /** Saves registers as the System V ABI for x86-64 wants and makes room on the stack. */
    static void enter(Avx2Assembler a) {
        for (Gpr each : SAVED) {
            a.push(each);
        }
        a.sub(Gpr.RSP, BYTES);
    }

    /** Undoes {@link #enter} and returns. */
    static void leave(Avx2Assembler a) {
        a.add(Gpr.RSP, BYTES);
        for (int i = SAVED.length - 1; i >= 0; i--) {
            a.pop(SAVED[i]);
        }
        a.vzeroupper();
        a.ret();
    }

    /** Loads the parameters from the first on. */
    static void parameters(Avx2Assembler a, Gpr... targets) {
        for (int slot = 0; slot < targets.length; slot++) {
            parameter(a, targets[slot], slot);
        }
    }

    /** Loads one parameter. */
    static void parameter(Avx2Assembler a, Gpr target, int slot) {
        a.mov(target, parameter(slot));
    }

    /** Where a parameter lies, as long as nothing was put over the register. */
    static Mem parameter(int slot) {
        return Mem.at(PARAMETERS, 8 * slot);
    }

    /** 8 bytes of the stack for the kernel. */
    static Mem local(int index) {
        return Mem.at(Gpr.RSP, UNPACK_BYTES + 8 * index);
    }

    /** Sums the eight floats of {@code sum}, whose lowest lane then has the result. */
    static void sumLanes(Avx2Assembler a, Vec sum, Vec temp) {
        a.vextracti128(temp.x(), sum.y(), 1);
        a.vaddps(sum.x(), sum.x(), temp.x());
        a.vpshufd(temp.x(), sum.x(), 0x4E);
        a.vaddps(sum.x(), sum.x(), temp.x());
        a.vpshufd(temp.x(), sum.x(), 0xB1);
        a.vaddps(sum.x(), sum.x(), temp.x());
    }

    /** Repeats {@code body} {@code counter} times, at least once. */
    static void repeat(Avx2Assembler a, Gpr counter, Runnable body) {
        Label top = new Label();
        a.align(16);
        a.bind(top);
        body.run();
        a.sub(counter, 1);
        a.jcc(Condition.NOT_EQUAL, top);
    }

    /** Repeats {@code body} {@code counter} times, perhaps never. */
    static void repeatIfAny(Avx2Assembler a, Gpr counter, Runnable body) {
        Label none = new Label();
        a.test(counter, counter);
        a.jcc(Condition.EQUAL, none);
        repeat(a, counter, body);
        a.bind(none);
    }
}
