package dev.mote.kernel.assembler.x86;

/**
 * The EVEX prefix: masks, broadcasts and three register operands (Intel SDM volume 2, section 2.7).
 */
abstract class EvexEncoder extends X86Assembler {
    static final int NO_IMMEDIATE = -1;
    static final Vec NONE = Vec.xmm(0);

    private int mask;
    private boolean zeroing;

    EvexEncoder() {}

    /** Masks the next instruction. */
    final void mask(Mask newMask, boolean zero) {
        mask = newMask.number();
        zeroing = zero;
    }

    final void op(int map, int pp, int w, int opcode, Vec target, Vec first, Operand second) {
        evex(
                map,
                pp,
                w,
                opcode,
                target.number(),
                first.number(),
                second,
                target.width(),
                target.width().bytes(),
                NO_IMMEDIATE);
    }

    /** An instruction whose source is narrower than its target. */
    final void widen(int map, int pp, int w, int opcode, Vec target, Operand source, int divisor) {
        evex(
                map,
                pp,
                w,
                opcode,
                target.number(),
                0,
                source,
                target.width(),
                target.width().bytes() / divisor,
                NO_IMMEDIATE);
    }

    /** The general-purpose register in the place of a vector register. */
    static Vec vector(Gpr register) {
        return Vec.xmm(register.number());
    }

    /** Moves of masks have VEX encodings. */
    final void vexMask(int pp, boolean wide, int opcode, int target, Operand source) {
        int index = source instanceof Mem mem ? high(mem.index()) : 0;
        int rm =
                switch (source) {
                    case Vec register -> register.number() >> 3;
                    case Mem mem -> high(mem.base());
                };
        if (index == 0 && rm == 0 && !wide) {
            code.emit8(0xC5);
            code.emit8((target >> 3 ^ 1) << 7 | 0x78 | pp);
        } else {
            code.emit8(0xC4);
            code.emit8((target >> 3 ^ 1) << 7 | (index ^ 1) << 6 | (rm ^ 1) << 5 | 1);
            code.emit8((wide ? 0x80 : 0) | 0x78 | pp);
        }
        code.emit8(opcode);
        switch (source) {
            case Vec register -> code.emit8(0xC0 | (target & 7) << 3 | (register.number() & 7));
            case Mem mem -> modRm(target, mem, 0, 1);
        }
    }

    /** Intel SDM volume 2, section 2.7. */
    final void evex(
            int map,
            int pp,
            int w,
            int opcode,
            int reg,
            int vvvv,
            Operand rm,
            Vec.Width width,
            int unit,
            int immediate) {
        int x;
        int b;
        boolean broadcast = false;
        switch (rm) {
            case Vec register -> {
                x = register.number() >> 4 & 1;
                b = register.number() >> 3 & 1;
            }
            case Mem mem -> {
                x = high(mem.index());
                b = high(mem.base());
                broadcast = mem.repeated();
            }
        }
        code.emit8(0x62);
        code.emit8((~reg >> 3 & 1) << 7 | (x ^ 1) << 6 | (b ^ 1) << 5 | (~reg >> 4 & 1) << 4 | map);
        code.emit8(w << 7 | (~vvvv & 15) << 3 | 4 | pp);
        code.emit8(
                (zeroing ? 0x80 : 0)
                        | width.code() << 5
                        | (broadcast ? 0x10 : 0)
                        | (~vvvv >> 4 & 1) << 3
                        | mask);
        mask = 0;
        zeroing = false;
        code.emit8(opcode);
        int trailing = immediate == NO_IMMEDIATE ? 0 : 1;
        switch (rm) {
            case Vec register -> code.emit8(0xC0 | (reg & 7) << 3 | (register.number() & 7));
            case Mem mem -> modRm(reg, mem, trailing, broadcast ? 4 << w : unit);
        }
        if (immediate != NO_IMMEDIATE) {
            code.emit8(immediate);
        }
    }
}
