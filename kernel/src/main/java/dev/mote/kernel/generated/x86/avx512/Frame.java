package dev.mote.kernel.generated.x86.avx512;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/** Beginning and end of a kernel, its parameters, and sums over the lanes of a register. */
final class Frame {
    /** Bytes of the stack that a kernel has for itself, at the stack pointer. */
    static final int BYTES = 576;

    /** Bytes from the stack pointer on that hold {@link #local} places and what lies before. */
    static final int LOCALS_BYTES = 192;

    /** Holds the parameters' address from the entry on. */
    static final Gpr PARAMETERS = Gpr.RDI;

    private static final Gpr[] SAVED = {Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15};

    private Frame() {}

    /** Where the caller's stack pointer is kept. */
    private static final Mem CALLERS_STACK = Mem.at(Gpr.RSP, BYTES - 8);

    /**
     * Saves registers as the System V ABI for x86-64 wants and makes room on the stack, at a
     * multiple of 64 bytes: what is stored there and loaded again at once must not cross a cache
     * line.
     */
    static void enter(Avx512Assembler a) {
        for (Gpr each : SAVED) {
            a.push(each);
        }
        a.mov(Gpr.RAX, Gpr.RSP);
        a.sub(Gpr.RSP, BYTES);
        a.and(Gpr.RSP, -64);
        a.mov(CALLERS_STACK, Gpr.RAX);
    }

    /** Undoes {@link #enter} and returns. */
    static void leave(Avx512Assembler a) {
        a.mov(Gpr.RSP, CALLERS_STACK);
        for (int i = SAVED.length - 1; i >= 0; i--) {
            a.pop(SAVED[i]);
        }
        a.vzeroupper();
        a.ret();
    }

    /** Loads a parameter. */
    static void parameter(Avx512Assembler a, Gpr target, int slot) {
        a.mov(target, Mem.at(PARAMETERS, 8 * slot));
    }

    /** 8 bytes of the stack, from 64 on: below lies {@link Unpack#SPILL}. */
    static Mem local(int index) {
        return Mem.at(Gpr.RSP, 64 + 8 * index);
    }

    /** Sums the sixteen floats of {@code sum}, whose lowest lane then has the result. */
    static void sumLanes(Avx512Assembler a, Vec sum, Vec temp) {
        a.vextracti64x4(temp.y(), sum.z(), 1);
        a.vaddps(sum.y(), sum.y(), temp.y());
        a.vextracti32x4(temp.x(), sum.y(), 1);
        a.vaddps(sum.x(), sum.x(), temp.x());
        a.vpshufd(temp.x(), sum.x(), 0x4E);
        a.vaddps(sum.x(), sum.x(), temp.x());
        a.vpshufd(temp.x(), sum.x(), 0xB1);
        a.vaddps(sum.x(), sum.x(), temp.x());
    }

    /** Repeats {@code body} {@code counter} times, at least once. */
    static void repeat(Avx512Assembler a, Gpr counter, Runnable body) {
        Label top = new Label();
        a.align(16);
        a.bind(top);
        body.run();
        a.sub(counter, 1);
        a.jcc(Condition.NOT_EQUAL, top);
    }
}
