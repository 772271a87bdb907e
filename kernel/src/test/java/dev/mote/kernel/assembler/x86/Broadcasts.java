package dev.mote.kernel.assembler.x86;

import java.util.Set;

/** The EVEX instructions whose memory operand can be one repeated element. */
final class Broadcasts {
    private static final Set<String> OF_4_BYTES =
            Set.of(
                    "vpaddd",
                    "vpsubd",
                    "vpandd",
                    "vpandnd",
                    "vpord",
                    "vpxord",
                    "vpmulld",
                    "vpdpbusd",
                    "vpmaxsd",
                    "vpmaxud",
                    "vpminsd",
                    "vpsrlvd",
                    "vpsllvd",
                    "vpabsd",
                    "vpslld",
                    "vpsrld",
                    "vpsrad",
                    "vpternlogd",
                    "vpermd",
                    "vpermps",
                    "vpermi2d",
                    "vpermt2d",
                    "vpunpckldq",
                    "vpunpckhdq",
                    "vpackssdw",
                    "vshufi32x4",
                    "valignd",
                    "vpshufd",
                    "vdpbf16ps",
                    "vaddps",
                    "vmulps",
                    "vsubps",
                    "vdivps",
                    "vminps",
                    "vmaxps",
                    "vfmadd132ps",
                    "vfmadd213ps",
                    "vfmadd231ps",
                    "vfnmadd231ps",
                    "vfnmadd213ps",
                    "vfmsub213ps",
                    "vscalefps",
                    "vcvtne2ps2bf16",
                    "vcvtdq2ps",
                    "vcvtps2dq",
                    "vsqrtps",
                    "vrcp14ps",
                    "vrsqrt14ps",
                    "vshufps",
                    "vrndscaleps",
                    "vpermilps",
                    "vpcmpd",
                    "vpcmpud",
                    "vcmpps",
                    "vptestmd",
                    "vcvtneps2bf16");

    private static final Set<String> OF_8_BYTES =
            Set.of(
                    "vpsrlvq",
                    "vpsllq",
                    "vpsrlq",
                    "vpermq",
                    "vaddpd",
                    "vmulpd",
                    "vsubpd",
                    "vdivpd",
                    "vfmadd231pd",
                    "vsqrtpd",
                    "vpmultishiftqb",
                    "vpunpcklqdq",
                    "vpunpckhqdq");

    private Broadcasts() {}

    /** Bytes of the element, 0 where there is no such form. */
    static int bytes(String instruction) {
        return OF_4_BYTES.contains(instruction) ? 4 : OF_8_BYTES.contains(instruction) ? 8 : 0;
    }
}
