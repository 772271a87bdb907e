package dev.mote.kernel.assembler.x86;

/** Mask registers. K0 cannot mask: it means that nothing is masked. */
public enum Mask {
    K0(0),
    K1(1),
    K2(2),
    K3(3),
    K4(4),
    K5(5),
    K6(6),
    K7(7);

    private final int number;

    Mask(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
