package dev.mote.kernel.assembler.x86;

/** AVX-512 instructions that move values between registers, masks and memory. */
abstract class EvexMoves extends EvexEncoder {
    EvexMoves() {}

    /** target = low 64 bits. */
    public void kmovq(Mask target, Gpr source) {
        vexMask(3, true, 0x92, target.number(), vector(source));
    }

    /** target = low 32 bits. */
    public void kmovd(Mask target, Gpr source) {
        vexMask(3, false, 0x92, target.number(), vector(source));
    }

    /** target = low 16 bits. */
    public void kmovw(Mask target, Gpr source) {
        vexMask(0, false, 0x92, target.number(), vector(source));
    }

    /** target = 16 bits, zero-extended. */
    public void kmovw(Gpr target, Mask source) {
        vexMask(0, false, 0x93, target.number(), Vec.xmm(source.number()));
    }

    /** target = 64 bits of memory. */
    public void kmovq(Mask target, Mem source) {
        vexMask(0, true, 0x90, target.number(), source);
    }

    /** target = 32 bits of memory. */
    public void kmovd(Mask target, Mem source) {
        vexMask(1, true, 0x90, target.number(), source);
    }

    /** target = 16 bits of memory. */
    public void kmovw(Mask target, Mem source) {
        vexMask(0, false, 0x90, target.number(), source);
    }

    /** Repeats a byte. */
    public void vpbroadcastb(Vec target, Operand source) {
        evex(2, 1, 0, 0x78, target.number(), 0, source, target.width(), 1, NO_IMMEDIATE);
    }

    /** Repeats a word. */
    public void vpbroadcastw(Vec target, Operand source) {
        evex(2, 1, 0, 0x79, target.number(), 0, source, target.width(), 2, NO_IMMEDIATE);
    }

    /** Repeats a doubleword. */
    public void vpbroadcastd(Vec target, Operand source) {
        evex(2, 1, 0, 0x58, target.number(), 0, source, target.width(), 4, NO_IMMEDIATE);
    }

    /** Repeats a quadword. */
    public void vpbroadcastq(Vec target, Operand source) {
        evex(2, 1, 1, 0x59, target.number(), 0, source, target.width(), 8, NO_IMMEDIATE);
    }

    /** Repeats a float. */
    public void vbroadcastss(Vec target, Operand source) {
        evex(2, 1, 0, 0x18, target.number(), 0, source, target.width(), 4, NO_IMMEDIATE);
    }

    /** Repeats two doublewords. */
    public void vbroadcasti32x2(Vec target, Operand source) {
        evex(2, 1, 0, 0x59, target.number(), 0, source, target.width(), 8, NO_IMMEDIATE);
    }

    /** Repeats 128 bits of memory. */
    public void vbroadcasti32x4(Vec target, Mem source) {
        evex(2, 1, 0, 0x5A, target.number(), 0, source, target.width(), 16, NO_IMMEDIATE);
    }

    /** Repeats 256 bits of memory. */
    public void vbroadcasti64x4(Vec target, Mem source) {
        evex(2, 1, 1, 0x5B, target.number(), 0, source, target.width(), 32, NO_IMMEDIATE);
    }

    /** Repeats the low byte. */
    public void vpbroadcastb(Vec target, Gpr source) {
        evex(2, 1, 0, 0x7A, target.number(), 0, vector(source), target.width(), 1, NO_IMMEDIATE);
    }

    /** Repeats the low word. */
    public void vpbroadcastw(Vec target, Gpr source) {
        evex(2, 1, 0, 0x7B, target.number(), 0, vector(source), target.width(), 1, NO_IMMEDIATE);
    }

    /** Repeats the low doubleword. */
    public void vpbroadcastd(Vec target, Gpr source) {
        evex(2, 1, 0, 0x7C, target.number(), 0, vector(source), target.width(), 1, NO_IMMEDIATE);
    }

    /** Repeats the quadword. */
    public void vpbroadcastq(Vec target, Gpr source) {
        evex(2, 1, 1, 0x7C, target.number(), 0, vector(source), target.width(), 1, NO_IMMEDIATE);
    }

    /** Loads bytes, unaligned; those that are masked out are not touched. */
    public void vmovdqu8(Vec target, Operand source) {
        op(1, 3, 0, 0x6F, target, NONE, source);
    }

    /** Stores bytes, unaligned; those that are masked out are not touched. */
    public void vmovdqu8(Mem target, Vec source) {
        op(1, 3, 0, 0x7F, source, NONE, target);
    }

    /** Loads words, unaligned; those that are masked out are not touched. */
    public void vmovdqu16(Vec target, Operand source) {
        op(1, 3, 1, 0x6F, target, NONE, source);
    }

    /** Stores words, unaligned; those that are masked out are not touched. */
    public void vmovdqu16(Mem target, Vec source) {
        op(1, 3, 1, 0x7F, source, NONE, target);
    }

    /** Loads doublewords, unaligned; those that are masked out are not touched. */
    public void vmovdqu32(Vec target, Operand source) {
        op(1, 2, 0, 0x6F, target, NONE, source);
    }

    /** Stores doublewords, unaligned; those that are masked out are not touched. */
    public void vmovdqu32(Mem target, Vec source) {
        op(1, 2, 0, 0x7F, source, NONE, target);
    }

    /** Loads quadwords, unaligned; those that are masked out are not touched. */
    public void vmovdqu64(Vec target, Operand source) {
        op(1, 2, 1, 0x6F, target, NONE, source);
    }

    /** Stores quadwords, unaligned; those that are masked out are not touched. */
    public void vmovdqu64(Mem target, Vec source) {
        op(1, 2, 1, 0x7F, source, NONE, target);
    }

    /** Loads floats, unaligned; those that are masked out are not touched. */
    public void vmovups(Vec target, Operand source) {
        op(1, 0, 0, 0x10, target, NONE, source);
    }

    /** Stores floats, unaligned; those that are masked out are not touched. */
    public void vmovups(Mem target, Vec source) {
        op(1, 0, 0, 0x11, source, NONE, target);
    }

    /** Replaces the 128-bit lane that the immediate names. */
    public void vinserti32x4(Vec target, Vec first, Operand lane, int immediate) {
        evex(3, 1, 0, 0x38, target.number(), first.number(), lane, target.width(), 16, immediate);
    }

    /** Replaces the 256-bit half that the immediate names. */
    public void vinserti64x4(Vec target, Vec first, Operand lane, int immediate) {
        evex(3, 1, 1, 0x3A, target.number(), first.number(), lane, target.width(), 32, immediate);
    }

    /** One 128-bit lane. */
    public void vextracti32x4(Operand target, Vec source, int immediate) {
        evex(3, 1, 0, 0x39, source.number(), 0, target, source.width(), 16, immediate);
    }

    /** One 256-bit half. */
    public void vextracti64x4(Operand target, Vec source, int immediate) {
        evex(3, 1, 1, 0x3B, source.number(), 0, target, source.width(), 32, immediate);
    }

    /** The lowest doubleword from a general-purpose register, the others 0. */
    public void vmovd(Vec target, Gpr source) {
        evex(1, 1, 0, 0x6E, target.number(), 0, vector(source), Vec.Width.XMM, 4, NO_IMMEDIATE);
    }

    /** The lowest quadword from a general-purpose register, the others 0. */
    public void vmovq(Vec target, Gpr source) {
        evex(1, 1, 1, 0x6E, target.number(), 0, vector(source), Vec.Width.XMM, 8, NO_IMMEDIATE);
    }

    /** The lowest doubleword from memory, the others 0. */
    public void vmovd(Vec target, Mem source) {
        evex(1, 1, 0, 0x6E, target.number(), 0, source, Vec.Width.XMM, 4, NO_IMMEDIATE);
    }

    /** The lowest doubleword to memory. */
    public void vmovd(Mem target, Vec source) {
        evex(1, 1, 0, 0x7E, source.number(), 0, target, Vec.Width.XMM, 4, NO_IMMEDIATE);
    }

    /** The lowest doubleword to a general-purpose register, zero-extended. */
    public void vmovd(Gpr target, Vec source) {
        evex(1, 1, 0, 0x7E, source.number(), 0, vector(target), Vec.Width.XMM, 4, NO_IMMEDIATE);
    }

    /** The lowest quadword to a general-purpose register. */
    public void vmovq(Gpr target, Vec source) {
        evex(1, 1, 1, 0x7E, source.number(), 0, vector(target), Vec.Width.XMM, 8, NO_IMMEDIATE);
    }
}
