package dev.mote.kernel.assembler.aarch64;

import java.util.List;

/** Forms of vector loads and stores, as GNU assembler reads them. */
final class MemoryEncodings {
    private MemoryEncodings() {}

    static List<Encoding> all() {
        Encodings encodings = new Encodings();
        encodings.add("ldr b1, [x2, #255]", a -> a.ldr(Width.B, V.V1, X.X2, 255));
        encodings.add("str b1, [x2, #255]", a -> a.str(Width.B, V.V1, X.X2, 255));
        encodings.add("ldr b1, [x2, x3]", a -> a.ldr(Width.B, V.V1, X.X2, X.X3));
        encodings.add("str b1, [x2, x3]", a -> a.str(Width.B, V.V1, X.X2, X.X3));
        encodings.add("ldr b1, [x2], #-16", a -> a.ldrPost(Width.B, V.V1, X.X2, -16));
        encodings.add("str b1, [x2], #255", a -> a.strPost(Width.B, V.V1, X.X2, 255));
        encodings.add("ldr h1, [x2, #254]", a -> a.ldr(Width.H, V.V1, X.X2, 254));
        encodings.add("ldur h31, [x28, #17]", a -> a.ldr(Width.H, V.V31, X.X28, 17));
        encodings.add("str h1, [x2, #254]", a -> a.str(Width.H, V.V1, X.X2, 254));
        encodings.add("ldr h1, [x2, x3]", a -> a.ldr(Width.H, V.V1, X.X2, X.X3));
        encodings.add("str h1, [x2, x3]", a -> a.str(Width.H, V.V1, X.X2, X.X3));
        encodings.add("ldr h1, [x2, x3, lsl #1]", a -> a.ldrElement(Width.H, V.V1, X.X2, X.X3));
        encodings.add("ldr h1, [x2], #-16", a -> a.ldrPost(Width.H, V.V1, X.X2, -16));
        encodings.add("str h1, [x2], #255", a -> a.strPost(Width.H, V.V1, X.X2, 255));
        encodings.add("ldr s1, [x2, #252]", a -> a.ldr(Width.S, V.V1, X.X2, 252));
        encodings.add("ldur s31, [x28, #17]", a -> a.ldr(Width.S, V.V31, X.X28, 17));
        encodings.add("str s1, [x2, #252]", a -> a.str(Width.S, V.V1, X.X2, 252));
        encodings.add("ldr s1, [x2, x3]", a -> a.ldr(Width.S, V.V1, X.X2, X.X3));
        encodings.add("str s1, [x2, x3]", a -> a.str(Width.S, V.V1, X.X2, X.X3));
        encodings.add("ldr s1, [x2, x3, lsl #2]", a -> a.ldrElement(Width.S, V.V1, X.X2, X.X3));
        encodings.add("ldr s1, [x2], #-16", a -> a.ldrPost(Width.S, V.V1, X.X2, -16));
        encodings.add("str s1, [x2], #255", a -> a.strPost(Width.S, V.V1, X.X2, 255));
        encodings.add("ldr d1, [x2, #248]", a -> a.ldr(Width.D, V.V1, X.X2, 248));
        encodings.add("ldur d31, [x28, #17]", a -> a.ldr(Width.D, V.V31, X.X28, 17));
        encodings.add("str d1, [x2, #248]", a -> a.str(Width.D, V.V1, X.X2, 248));
        encodings.add("ldr d1, [x2, x3]", a -> a.ldr(Width.D, V.V1, X.X2, X.X3));
        encodings.add("str d1, [x2, x3]", a -> a.str(Width.D, V.V1, X.X2, X.X3));
        encodings.add("ldr d1, [x2, x3, lsl #3]", a -> a.ldrElement(Width.D, V.V1, X.X2, X.X3));
        encodings.add("ldr d1, [x2], #-16", a -> a.ldrPost(Width.D, V.V1, X.X2, -16));
        encodings.add("str d1, [x2], #255", a -> a.strPost(Width.D, V.V1, X.X2, 255));
        encodings.add("ldr q1, [x2, #240]", a -> a.ldr(Width.Q, V.V1, X.X2, 240));
        encodings.add("ldur q31, [x28, #17]", a -> a.ldr(Width.Q, V.V31, X.X28, 17));
        encodings.add("str q1, [x2, #240]", a -> a.str(Width.Q, V.V1, X.X2, 240));
        encodings.add("ldr q1, [x2, x3]", a -> a.ldr(Width.Q, V.V1, X.X2, X.X3));
        encodings.add("str q1, [x2, x3]", a -> a.str(Width.Q, V.V1, X.X2, X.X3));
        encodings.add("ldr q1, [x2, x3, lsl #4]", a -> a.ldrElement(Width.Q, V.V1, X.X2, X.X3));
        encodings.add("ldr q1, [x2], #-16", a -> a.ldrPost(Width.Q, V.V1, X.X2, -16));
        encodings.add("str q1, [x2], #255", a -> a.strPost(Width.Q, V.V1, X.X2, 255));
        encodings.add("ldp q1, q2, [x3, #-1024]", a -> a.ldp(V.V1, V.V2, X.X3, -1024));
        encodings.add("stp q1, q2, [x3, #1008]", a -> a.stp(V.V1, V.V2, X.X3, 1008));
        encodings.add("ldp d8, d9, [sp, #16]", a -> a.ldpHalves(V.V8, V.V9, X.SP, 16));
        encodings.add("stp d14, d15, [sp, #48]", a -> a.stpHalves(V.V14, V.V15, X.SP, 48));
        encodings.add("ld1r {v7.4s}, [x9]", a -> a.ld1rWord(V.V7, X.X9));
        encodings.add("st1 {v7.s}[0], [x9], x10", a -> a.st1Word(V.V7, 0, X.X9, X.X10));
        encodings.add("st1 {v7.s}[1], [x9], x10", a -> a.st1Word(V.V7, 1, X.X9, X.X10));
        encodings.add("st1 {v7.s}[2], [x9], x10", a -> a.st1Word(V.V7, 2, X.X9, X.X10));
        encodings.add("st1 {v7.s}[3], [x9], x10", a -> a.st1Word(V.V7, 3, X.X9, X.X10));
        encodings.add("st1 {v7.d}[0], [x9], x10", a -> a.st1Double(V.V7, 0, X.X9, X.X10));
        encodings.add("st1 {v7.d}[1], [x9], x10", a -> a.st1Double(V.V7, 1, X.X9, X.X10));
        return encodings.list();
    }
}
