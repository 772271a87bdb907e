package dev.mote.kernel.assembler.aarch64;

/** General registers of 64 bits. X18 is missing because platforms reserve it. */
public enum X {
    X0(0),
    X1(1),
    X2(2),
    X3(3),
    X4(4),
    X5(5),
    X6(6),
    X7(7),
    X8(8),
    X9(9),
    X10(10),
    X11(11),
    X12(12),
    X13(13),
    X14(14),
    X15(15),
    X16(16),
    X17(17),
    X19(19),
    X20(20),
    X21(21),
    X22(22),
    X23(23),
    X24(24),
    X25(25),
    X26(26),
    X27(27),
    X28(28),
    X29(29),
    X30(30),
    SP(31);

    private final int code;

    X(int code) {
        this.code = code;
    }

    /** The number in instructions. */
    int code() {
        return code;
    }
}
