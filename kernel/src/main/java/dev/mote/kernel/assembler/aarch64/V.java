package dev.mote.kernel.assembler.aarch64;

/** Vector registers of 128 bits. The lower halves of V8 to V15 belong to the caller. */
public enum V {
    V0(0),
    V1(1),
    V2(2),
    V3(3),
    V4(4),
    V5(5),
    V6(6),
    V7(7),
    V8(8),
    V9(9),
    V10(10),
    V11(11),
    V12(12),
    V13(13),
    V14(14),
    V15(15),
    V16(16),
    V17(17),
    V18(18),
    V19(19),
    V20(20),
    V21(21),
    V22(22),
    V23(23),
    V24(24),
    V25(25),
    V26(26),
    V27(27),
    V28(28),
    V29(29),
    V30(30),
    V31(31);

    private final int code;

    V(int code) {
        this.code = code;
    }

    /** The number in instructions. */
    int code() {
        return code;
    }
}
