package dev.mote.kernel.assembler.aarch64;

import java.util.List;

/** Forms of general instructions, as GNU assembler reads them. */
final class IntegerEncodings {
    private IntegerEncodings() {}

    static List<Encoding> all() {
        Encodings encodings = new Encodings();
        encodings.add("add x1, x2, #4095", a -> a.add(X.X1, X.X2, 4095));
        encodings.add("add x30, sp, #4096", a -> a.add(X.X30, X.SP, 4096));
        encodings.add("sub sp, sp, #128", a -> a.sub(X.SP, X.SP, 128));
        encodings.add("subs x9, x10, #1", a -> a.subs(X.X9, X.X10, 1));
        encodings.add("cmp x17, #32", a -> a.cmp(X.X17, 32));
        encodings.add("add x3, x4, x5, lsl #11", a -> a.add(X.X3, X.X4, X.X5, 11));
        encodings.add("sub x3, x29, x5", a -> a.sub(X.X3, X.X29, X.X5));
        encodings.add("neg x3, x5", a -> a.neg(X.X3, X.X5));
        encodings.add("orr x3, x4, x5, lsl #32", a -> a.orr(X.X3, X.X4, X.X5, 32));
        encodings.add("mov x19, x28", a -> a.mov(X.X19, X.X28));
        encodings.add("mov x7, #65535", a -> a.mov(X.X7, 65535));
        encodings.add("movk x7, #4660, lsl #48", a -> a.movk(X.X7, 4660, 3));
        encodings.add("madd x1, x2, x3, x4", a -> a.madd(X.X1, X.X2, X.X3, X.X4));
        encodings.add("lsr x1, x2, #28", a -> a.lsr(X.X1, X.X2, 28));
        encodings.add("lsl x1, x2, #3", a -> a.lsl(X.X1, X.X2, 3));
        encodings.add("ubfx x1, x2, #53, #7", a -> a.ubfx(X.X1, X.X2, 53, 7));
        encodings.add("bfi x1, x2, #8, #2", a -> a.bfi(X.X1, X.X2, 8, 2));
        encodings.add("ret", a -> a.ret());
        encodings.add("ldr x1, [x2, #32760]", a -> a.ldr(X.X1, X.X2, 32760));
        encodings.add("ldur x1, [x2, #-7]", a -> a.ldr(X.X1, X.X2, -7));
        encodings.add("ldr w1, [x2, #4]", a -> a.ldrWord(X.X1, X.X2, 4));
        encodings.add("ldur w1, [x2, #6]", a -> a.ldrWord(X.X1, X.X2, 6));
        encodings.add("ldrh w1, [x2, #2]", a -> a.ldrHalf(X.X1, X.X2, 2));
        encodings.add("ldurh w1, [x2, #3]", a -> a.ldrHalf(X.X1, X.X2, 3));
        encodings.add("ldrb w1, [x2, #255]", a -> a.ldrByte(X.X1, X.X2, 255));
        encodings.add("stp x19, x20, [sp, #16]", a -> a.stp(X.X19, X.X20, X.SP, 16));
        encodings.add("ldp x19, x20, [sp, #-512]", a -> a.ldp(X.X19, X.X20, X.SP, -512));
        return encodings.list();
    }
}
