package dev.mote.kernel.assembler.x86;

/** The VEX prefix: three operands and 16 registers (Intel SDM volume 2, section 2.3). */
abstract class VexEncoder extends X86Assembler {
    static final int NO_IMMEDIATE = -1;
    static final Vec NONE = Vec.xmm(0);

    VexEncoder() {}

    final void vex(
            int map, int pp, int w, int opcode, Vec reg, Vec vvvv, Operand rm, int immediate) {
        vex(map, pp, w, opcode, reg.number(), vvvv.number(), rm, reg.width(), immediate);
    }

    final void vex(
            int map,
            int pp,
            int w,
            int opcode,
            int reg,
            int vvvv,
            Operand rm,
            Vec.Width width,
            int immediate) {
        int x = 0;
        int b;
        switch (rm) {
            case Vec register -> b = register.number() >> 3;
            case Mem mem -> {
                x = high(mem.index());
                b = high(mem.base());
            }
        }
        if (reg > 15 || vvvv > 15 || b > 1 || width == Vec.Width.ZMM) {
            throw new IllegalArgumentException("VEX has 16 registers of up to 256 bits");
        }
        int last = (~vvvv & 15) << 3 | width.code() << 2 | pp;
        if (map == 1 && w == 0 && x == 0 && b == 0) {
            code.emit8(0xC5);
            code.emit8((~reg >> 3 & 1) << 7 | last);
        } else {
            code.emit8(0xC4);
            code.emit8((~reg >> 3 & 1) << 7 | (x ^ 1) << 6 | (b ^ 1) << 5 | map);
            code.emit8(w << 7 | last);
        }
        code.emit8(opcode);
        int trailing = immediate == NO_IMMEDIATE ? 0 : 1;
        switch (rm) {
            case Vec register -> code.emit8(0xC0 | (reg & 7) << 3 | (register.number() & 7));
            case Mem mem -> modRm(reg, mem, trailing, 1);
        }
        if (immediate != NO_IMMEDIATE) {
            code.emit8(immediate);
        }
    }
}
