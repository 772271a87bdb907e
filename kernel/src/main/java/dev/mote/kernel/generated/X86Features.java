package dev.mote.kernel.generated;

import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.X86Assembler;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What an x86-64 processor and the system's handling of its registers offer (Intel SDM volume 2,
 * CPUID, and volume 1, section 14.3).
 *
 * @param avx2 AVX2, FMA and F16C, with the system saving 256-bit registers
 * @param avxVnni 8-bit dot products with VEX encoding
 * @param avx512 AVX-512 F, BW, DQ, VL, VNNI, VBMI, BITALG and GFNI, with the system saving 512-bit
 *     registers
 */
public record X86Features(boolean avx2, boolean avxVnni, boolean avx512) {
    private static final long SAVES_256 = 0x6;
    private static final long SAVES_512 = 0xE6;

    /**
     * Decodes registers as the processor gives them.
     *
     * @param leaf1Ecx ECX of leaf 1
     * @param leaf7Ebx EBX of leaf 7, subleaf 0
     * @param leaf7Ecx ECX of leaf 7, subleaf 0
     * @param leaf71Eax EAX of leaf 7, subleaf 1
     * @param saved extended control register 0
     */
    static X86Features decode(
            long leaf1Ecx, long leaf7Ebx, long leaf7Ecx, long leaf71Eax, long saved) {
        boolean saves256 = (saved & SAVES_256) == SAVES_256;
        boolean saves512 = (saved & SAVES_512) == SAVES_512;
        boolean avx2 = saves256 && has(leaf1Ecx, 12, 29) && has(leaf7Ebx, 5, 8);
        return new X86Features(
                avx2,
                avx2 && has(leaf71Eax, 4),
                saves512 && avx2 && has(leaf7Ebx, 16, 17, 30, 31) && has(leaf7Ecx, 1, 8, 11, 12));
    }

    private static boolean has(long register, int... bits) {
        for (int bit : bits) {
            if ((register >>> bit & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Asks the processor.
     *
     * @throws ExecutableMemoryException if the system refuses executable memory
     */
    public static X86Features probe(OperatingSystem system) {
        try (Arena arena = Arena.ofConfined();
                ExecutableMemory code = ExecutableMemory.place(system, code(system))) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG, 5);
            new MachineCode(code.pages()).call(result.address());
            return decode(
                    result.getAtIndex(ValueLayout.JAVA_LONG, 0),
                    result.getAtIndex(ValueLayout.JAVA_LONG, 1),
                    result.getAtIndex(ValueLayout.JAVA_LONG, 2),
                    result.getAtIndex(ValueLayout.JAVA_LONG, 3),
                    result.getAtIndex(ValueLayout.JAVA_LONG, 4));
        }
    }

    private static byte[] code(OperatingSystem system) {
        X86Assembler a = new X86Assembler();
        a.push(Gpr.RBX);
        a.push(Gpr.RDI);
        if (system.callsAsMicrosoft()) {
            a.mov(Gpr.RDI, MicrosoftEntry.ARGUMENT);
        }
        leaf(a, 1, 0);
        a.mov(Mem.at(Gpr.RDI), Gpr.RCX);
        leaf(a, 7, 0);
        a.mov(Mem.at(Gpr.RDI, 8), Gpr.RBX);
        a.mov(Mem.at(Gpr.RDI, 16), Gpr.RCX);
        leaf(a, 7, 1);
        a.mov(Mem.at(Gpr.RDI, 24), Gpr.RAX);
        a.mov32(Gpr.RCX, 0);
        a.xgetbv();
        a.mov(Mem.at(Gpr.RDI, 32), Gpr.RAX);
        a.pop(Gpr.RDI);
        a.pop(Gpr.RBX);
        a.ret();
        return a.finish();
    }

    private static void leaf(X86Assembler a, int leaf, int subleaf) {
        a.mov32(Gpr.RAX, leaf);
        a.mov32(Gpr.RCX, subleaf);
        a.cpuid();
    }
}
