package dev.mote.kernel.assembler.x86;

import dev.mote.kernel.assembler.CodeBuffer;
import dev.mote.kernel.assembler.CodeBuffer.Label;

import org.jspecify.annotations.Nullable;

/**
 * The general-purpose instructions that kernels use, and the operand encoding that all x86-64
 * instructions share.
 *
 * <p>One method per instruction, named as in the Intel 64 and IA-32 Architectures Software
 * Developer's Manual, volume 2; destination first. Not thread-safe.
 */
public class X86Assembler {
    /** The code and its constants. */
    protected final CodeBuffer code = new CodeBuffer();

    /** The code and its constants, for labels and constants. */
    public final CodeBuffer code() {
        return code;
    }

    /** The finished kernel. */
    public final byte[] finish() {
        return code.finish();
    }

    /** Says that {@code label} is here. */
    public final void bind(Label label) {
        code.bind(label);
    }

    /** Starts the next instruction at a multiple of {@code alignment} bytes. */
    public final void align(int alignment) {
        code.align(alignment, 0x90);
    }

    /** target = source. */
    public final void mov(Gpr target, Gpr source) {
        regReg(0x8B, target, source);
    }

    /** target = 64 bits of memory. */
    public final void mov(Gpr target, Mem source) {
        regMem(0x8B, true, target, source, 0);
    }

    /** 64 bits of memory = source. */
    public final void mov(Mem target, Gpr source) {
        regMem(0x89, true, source, target, 0);
    }

    /** target = 32 bits of memory, zero-extended. */
    public final void mov32(Gpr target, Mem source) {
        regMem(0x8B, false, target, source, 0);
    }

    /** 32 bits of memory = low half of source. */
    public final void mov32(Mem target, Gpr source) {
        regMem(0x89, false, source, target, 0);
    }

    /** target = value, 0 … 2^32 − 1. */
    public final void mov32(Gpr target, int value) {
        rex(false, 0, 0, target.number());
        code.emit8(0xB8 + (target.number() & 7));
        code.emit32(value);
    }

    /** target = value. */
    public final void mov(Gpr target, long value) {
        rex(true, 0, 0, target.number());
        code.emit8(0xB8 + (target.number() & 7));
        code.emit64(value);
    }

    /** target = one byte of memory, zero-extended. */
    public final void movzx8(Gpr target, Mem source) {
        prefix(false, target.number(), source);
        code.emit8(0x0F);
        code.emit8(0xB6);
        modRm(target.number(), source, 0, 1);
    }

    /** target = two bytes of memory, zero-extended. */
    public final void movzx16(Gpr target, Mem source) {
        prefix(false, target.number(), source);
        code.emit8(0x0F);
        code.emit8(0xB7);
        modRm(target.number(), source, 0, 1);
    }

    /** target = address of the operand. */
    public final void lea(Gpr target, Mem source) {
        regMem(0x8D, true, target, source, 0);
    }

    /** target += source. */
    public final void add(Gpr target, Gpr source) {
        regReg(0x03, target, source);
    }

    /** target += value. */
    public final void add(Gpr target, int value) {
        regImmediate(0, target, value);
    }

    /** target += 64 bits of memory. */
    public final void add(Gpr target, Mem source) {
        regMem(0x03, true, target, source, 0);
    }

    /** target −= source. */
    public final void sub(Gpr target, Gpr source) {
        regReg(0x2B, target, source);
    }

    /** target −= value. */
    public final void sub(Gpr target, int value) {
        regImmediate(5, target, value);
    }

    /** target &amp;= value. */
    public final void and(Gpr target, int value) {
        regImmediate(4, target, value);
    }

    /** target |= source. */
    public final void or(Gpr target, Gpr source) {
        regReg(0x0B, target, source);
    }

    /** target ^= source. */
    public final void xor(Gpr target, Gpr source) {
        regReg(0x33, target, source);
    }

    /** Sets the flags by left − right. */
    public final void cmp(Gpr left, Gpr right) {
        regReg(0x3B, left, right);
    }

    /** Sets the flags by left − value. */
    public final void cmp(Gpr left, int value) {
        regImmediate(7, left, value);
    }

    /** Sets the flags by left &amp; right. */
    public final void test(Gpr left, Gpr right) {
        regReg(0x85, right, left);
    }

    /** target *= source. */
    public final void imul(Gpr target, Gpr source) {
        rex(true, target.number(), 0, source.number());
        code.emit8(0x0F);
        code.emit8(0xAF);
        code.emit8(0xC0 | (target.number() & 7) << 3 | (source.number() & 7));
    }

    /** target = source · value. */
    public final void imul(Gpr target, Gpr source, int value) {
        rex(true, target.number(), 0, source.number());
        boolean small = value == (byte) value;
        code.emit8(small ? 0x6B : 0x69);
        code.emit8(0xC0 | (target.number() & 7) << 3 | (source.number() & 7));
        immediate(value, small);
    }

    /** target &lt;&lt;= bits. */
    public final void shl(Gpr target, int bits) {
        shift(4, target, bits);
    }

    /** target &gt;&gt;&gt;= bits. */
    public final void shr(Gpr target, int bits) {
        shift(5, target, bits);
    }

    /** target = zero-extended bits of source below bit {@code count} (BMI2). */
    public final void bzhi(Gpr target, Gpr source, Gpr count) {
        code.emit8(0xC4);
        code.emit8(((target.number() >> 3 ^ 1) << 7) | 0x40 | (source.number() >> 3 ^ 1) << 5 | 2);
        code.emit8(0x80 | (~count.number() & 15) << 3);
        code.emit8(0xF5);
        code.emit8(0xC0 | (target.number() & 7) << 3 | (source.number() & 7));
    }

    /** Goes to the label. */
    public final void jmp(Label target) {
        code.emit8(0xE9);
        code.emitDistance32(target, 0);
    }

    /** Goes to the label if the condition holds. */
    public final void jcc(Condition condition, Label target) {
        code.emit8(0x0F);
        code.emit8(0x80 | condition.code());
        code.emitDistance32(target, 0);
    }

    /** Keeps the register on the stack. */
    public final void push(Gpr source) {
        rex(false, 0, 0, source.number());
        code.emit8(0x50 + (source.number() & 7));
    }

    /** Takes the register back from the stack. */
    public final void pop(Gpr target) {
        rex(false, 0, 0, target.number());
        code.emit8(0x58 + (target.number() & 7));
    }

    /** Calls the code at the label. */
    public final void call(Label target) {
        code.emit8(0xE8);
        code.emitDistance32(target, 0);
    }

    /** Returns to the caller. */
    public final void ret() {
        code.emit8(0xC3);
    }

    /** Asks for a cache line in all levels of the cache. */
    public final void prefetcht0(Mem source) {
        prefetch(1, source);
    }

    /** Asks for a cache line in all levels of the cache but the first. */
    public final void prefetcht1(Mem source) {
        prefetch(2, source);
    }

    private void prefetch(int hint, Mem source) {
        prefix(false, 0, source);
        code.emit8(0x0F);
        code.emit8(0x18);
        modRm(hint, source, 0, 1);
    }

    /** Identifies the processor: leaf EAX, subleaf ECX. */
    public final void cpuid() {
        code.emit8(0x0F);
        code.emit8(0xA2);
    }

    /** EDX:EAX = the extended control register that ECX names. */
    public final void xgetbv() {
        code.emit8(0x0F);
        code.emit8(0x01);
        code.emit8(0xD0);
    }

    /** Clears the upper halves of the vector registers, as callers expect. */
    public final void vzeroupper() {
        code.emit8(0xC5);
        code.emit8(0xF8);
        code.emit8(0x77);
    }

    private void regReg(int opcode, Gpr reg, Gpr rm) {
        rex(true, reg.number(), 0, rm.number());
        code.emit8(opcode);
        code.emit8(0xC0 | (reg.number() & 7) << 3 | (rm.number() & 7));
    }

    private void regMem(int opcode, boolean wide, Gpr reg, Mem mem, int trailing) {
        prefix(wide, reg.number(), mem);
        code.emit8(opcode);
        modRm(reg.number(), mem, trailing, 1);
    }

    private void regImmediate(int extension, Gpr target, int value) {
        boolean small = value == (byte) value;
        rex(true, 0, 0, target.number());
        if (!small
                && target == Gpr.RAX) { // the form without operand byte, as other assemblers choose
            code.emit8(extension << 3 | 5);
        } else {
            code.emit8(small ? 0x83 : 0x81);
            code.emit8(0xC0 | extension << 3 | (target.number() & 7));
        }
        immediate(value, small);
    }

    private void immediate(int value, boolean small) {
        if (small) {
            code.emit8(value);
        } else {
            code.emit32(value);
        }
    }

    private void shift(int extension, Gpr target, int bits) {
        rex(true, 0, 0, target.number());
        code.emit8(bits == 1 ? 0xD1 : 0xC1);
        code.emit8(0xC0 | extension << 3 | (target.number() & 7));
        if (bits != 1) {
            code.emit8(bits);
        }
    }

    private void prefix(boolean wide, int reg, Mem mem) {
        rex(wide, reg, high(mem.index()) << 3, high(mem.base()) << 3);
    }

    private void rex(boolean wide, int reg, int index, int rm) {
        int bits = (wide ? 8 : 0) | (reg >> 3) << 2 | (index >> 3) << 1 | rm >> 3;
        if (bits != 0) {
            code.emit8(0x40 | bits);
        }
    }

    /** Bit 3 of a register's number, 0 where there is none. */
    static int high(@Nullable Gpr register) {
        return register == null ? 0 : register.number() >> 3;
    }

    /**
     * Appends ModRM, SIB and displacement of a memory operand.
     *
     * @param reg the other operand; its low three bits count
     * @param trailing bytes of the instruction behind the displacement
     * @param unit what a short displacement counts in (EVEX's disp8·N), 1 elsewhere
     */
    final void modRm(int reg, Mem mem, int trailing, int unit) {
        int low = (reg & 7) << 3;
        Label label = mem.label();
        if (label != null) {
            code.emit8(low | 5);
            code.emitDistance32(label, trailing);
            return;
        }
        Gpr base = mem.base();
        if (base == null) {
            throw new IllegalArgumentException("memory operand without base or label");
        }
        int displacement = mem.displacement();
        int shortOne = displacement / unit;
        boolean fitsShort = displacement % unit == 0 && shortOne == (byte) shortOne;
        int baseBits = base.number() & 7;
        int mode = displacement == 0 && baseBits != 5 ? 0 : fitsShort ? 0x40 : 0x80;
        Gpr index = mem.index();
        if (index != null || baseBits == 4) {
            code.emit8(mode | low | 4);
            int indexBits = index == null ? 4 : index.number() & 7;
            code.emit8(Integer.numberOfTrailingZeros(mem.scale()) << 6 | indexBits << 3 | baseBits);
        } else {
            code.emit8(mode | low | baseBits);
        }
        if (mode == 0x40) {
            code.emit8(shortOne);
        } else if (mode == 0x80) {
            code.emit32(displacement);
        }
    }
}
