package dev.mote.kernel.assembler.aarch64;

import java.util.List;

/** Forms of vector instructions on floats, as GNU assembler reads them. */
final class FloatEncodings {
    private FloatEncodings() {}

    static List<Encoding> all() {
        Encodings encodings = new Encodings();
        encodings.add("fadd v1.4s, v30.4s, v17.4s", a -> a.fadd(V.V1, V.V30, V.V17));
        encodings.add("fsub v1.4s, v30.4s, v17.4s", a -> a.fsub(V.V1, V.V30, V.V17));
        encodings.add("fmul v1.4s, v30.4s, v17.4s", a -> a.fmul(V.V1, V.V30, V.V17));
        encodings.add("fdiv v1.4s, v30.4s, v17.4s", a -> a.fdiv(V.V1, V.V30, V.V17));
        encodings.add("fmla v1.4s, v30.4s, v17.4s", a -> a.fmla(V.V1, V.V30, V.V17));
        encodings.add("faddp v1.4s, v30.4s, v17.4s", a -> a.faddp(V.V1, V.V30, V.V17));
        encodings.add("fmul v1.4s, v30.4s, v17.s[0]", a -> a.fmul(V.V1, V.V30, V.V17, 0));
        encodings.add("fmul v1.4s, v30.4s, v17.s[1]", a -> a.fmul(V.V1, V.V30, V.V17, 1));
        encodings.add("fmul v1.4s, v30.4s, v17.s[2]", a -> a.fmul(V.V1, V.V30, V.V17, 2));
        encodings.add("fmul v1.4s, v30.4s, v17.s[3]", a -> a.fmul(V.V1, V.V30, V.V17, 3));
        encodings.add("fmla v1.4s, v30.4s, v17.s[0]", a -> a.fmla(V.V1, V.V30, V.V17, 0));
        encodings.add("fmla v1.4s, v30.4s, v17.s[1]", a -> a.fmla(V.V1, V.V30, V.V17, 1));
        encodings.add("fmla v1.4s, v30.4s, v17.s[2]", a -> a.fmla(V.V1, V.V30, V.V17, 2));
        encodings.add("fmla v1.4s, v30.4s, v17.s[3]", a -> a.fmla(V.V1, V.V30, V.V17, 3));
        encodings.add("fabs v1.4s, v30.4s", a -> a.fabs(V.V1, V.V30));
        encodings.add("fneg v1.4s, v30.4s", a -> a.fneg(V.V1, V.V30));
        encodings.add("scvtf v1.4s, v30.4s", a -> a.scvtf(V.V1, V.V30));
        encodings.add("ucvtf v1.4s, v30.4s", a -> a.ucvtf(V.V1, V.V30));
        encodings.add("fcvtns v1.4s, v30.4s", a -> a.fcvtns(V.V1, V.V30));
        encodings.add("fcvtl v1.4s, v30.4h", a -> a.fcvtl(V.V1, V.V30));
        encodings.add("fcvtl2 v1.4s, v30.8h", a -> a.fcvtl2(V.V1, V.V30));
        encodings.add("fcvt s1, h30", a -> a.fcvtHalf(V.V1, V.V30));
        encodings.add("fmov v1.4s, #0.5", a -> a.fmov(V.V1, 0.5f));
        encodings.add("fmov v1.4s, #1.0", a -> a.fmov(V.V1, 1.0f));
        encodings.add("fmov v1.4s, #-2.0", a -> a.fmov(V.V1, -2.0f));
        encodings.add("fmov v1.4s, #31.0", a -> a.fmov(V.V1, 31.0f));
        encodings.add("fmov v1.4s, #0.125", a -> a.fmov(V.V1, 0.125f));
        encodings.add("fmov v1.4s, #-0.2421875", a -> a.fmov(V.V1, -0.2421875f));
        encodings.add("fmls v1.4s, v30.4s, v17.4s", a -> a.fmls(V.V1, V.V30, V.V17));
        encodings.add("fmax v1.4s, v30.4s, v17.4s", a -> a.fmax(V.V1, V.V30, V.V17));
        encodings.add("fmin v1.4s, v30.4s, v17.4s", a -> a.fmin(V.V1, V.V30, V.V17));
        encodings.add("fmaxnm v1.4s, v30.4s, v17.4s", a -> a.fmaxnm(V.V1, V.V30, V.V17));
        encodings.add("fmaxnmv s1, v30.4s", a -> a.fmaxnmv(V.V1, V.V30));
        encodings.add("fcmlt v1.4s, v30.4s, #0.0", a -> a.fcmltZero(V.V1, V.V30));
        encodings.add("fcmeq v1.4s, v30.4s, #0.0", a -> a.fcmeqZero(V.V1, V.V30));
        encodings.add("fcvtas v1.4s, v30.4s", a -> a.fcvtas(V.V1, V.V30));
        encodings.add("fcvtn v1.4h, v30.4s", a -> a.fcvtn(V.V1, V.V30));
        encodings.add("fadd v1.2d, v30.2d, v17.2d", a -> a.faddDouble(V.V1, V.V30, V.V17));
        encodings.add("fsub v1.2d, v30.2d, v17.2d", a -> a.fsubDouble(V.V1, V.V30, V.V17));
        encodings.add("fmul v1.2d, v30.2d, v17.2d", a -> a.fmulDouble(V.V1, V.V30, V.V17));
        encodings.add("fdiv v1.2d, v30.2d, v17.2d", a -> a.fdivDouble(V.V1, V.V30, V.V17));
        encodings.add("fmla v1.2d, v30.2d, v17.2d", a -> a.fmlaDouble(V.V1, V.V30, V.V17));
        encodings.add("faddp v1.2d, v30.2d, v17.2d", a -> a.faddpDouble(V.V1, V.V30, V.V17));
        encodings.add("fsqrt v1.2d, v30.2d", a -> a.fsqrtDouble(V.V1, V.V30));
        encodings.add("fcvtl v1.2d, v30.2s", a -> a.fcvtlDouble(V.V1, V.V30));
        encodings.add("fcvtl2 v1.2d, v30.4s", a -> a.fcvtl2Double(V.V1, V.V30));
        encodings.add("fcvtn v1.2s, v30.2d", a -> a.fcvtnDouble(V.V1, V.V30));
        encodings.add("fcvtn2 v1.4s, v30.2d", a -> a.fcvtn2Double(V.V1, V.V30));
        return encodings.list();
    }
}
