package dev.mote.kernel.generated;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * The way into a kernel of the System V convention for callers of Microsoft's x64 convention: these
 * pass the argument in rcx instead of rdi and expect rdi, rsi and the low 128 bits of xmm6 to xmm15
 * back as they were.
 *
 * <p>Tested by a caller that behaves so; not verified on Windows. The stack has no unwind
 * information, which a kernel without calls and exceptions does not need.
 */
final class MicrosoftEntry {
    /** Where the argument is. */
    static final Gpr ARGUMENT = Gpr.RCX;

    private static final int FIRST_KEPT = 6;
    private static final int LAST_KEPT = 15;
    private static final int STACK_BYTES = 16 * (LAST_KEPT - FIRST_KEPT + 1) + 8;

    /** Constants of kernels count on it. */
    private static final int ALIGNMENT = 64;

    private MicrosoftEntry() {}

    /** The kernel with the entry in front of it. */
    static byte[] before(byte[] kernel) {
        Avx2Assembler a = new Avx2Assembler();
        Label target = new Label();
        a.push(Gpr.RDI);
        a.push(Gpr.RSI);
        a.sub(Gpr.RSP, STACK_BYTES);
        for (int i = FIRST_KEPT; i <= LAST_KEPT; i++) {
            a.vmovups(kept(i), Vec.xmm(i));
        }
        a.mov(Gpr.RDI, ARGUMENT);
        a.call(target);
        for (int i = FIRST_KEPT; i <= LAST_KEPT; i++) {
            a.vmovups(Vec.xmm(i), kept(i));
        }
        a.add(Gpr.RSP, STACK_BYTES);
        a.pop(Gpr.RSI);
        a.pop(Gpr.RDI);
        a.ret();
        a.align(ALIGNMENT);
        a.bind(target);
        for (byte each : kernel) {
            a.code().emit8(each);
        }
        return a.finish();
    }

    private static Mem kept(int register) {
        return Mem.at(Gpr.RSP, 16 * (register - FIRST_KEPT));
    }
}
