package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/** How many floats a step of a loop handles: the lowest lanes of a register. */
enum Lanes {
    ONE(1),
    TWO(2),
    FOUR(4),
    EIGHT(8);

    private final int count;

    Lanes(int count) {
        this.count = count;
    }

    int count() {
        return count;
    }

    /** The register of this number at the least width that has the lanes. */
    Vec register(int number) {
        return this == EIGHT ? Vec.ymm(number) : Vec.xmm(number);
    }

    /** Loads these floats and nothing else; other lanes become 0. */
    void load(Avx2Assembler a, Vec target, Mem source) {
        switch (this) {
            case ONE -> a.vmovd(target, source);
            case TWO -> a.vmovq(target, source);
            case FOUR -> a.vmovups(target.x(), source);
            case EIGHT -> a.vmovups(target, source);
        }
    }

    /** Stores these floats and nothing else. */
    void store(Avx2Assembler a, Mem target, Vec source) {
        switch (this) {
            case ONE -> a.vmovd(target, source);
            case TWO -> a.vmovq(target, source);
            case FOUR -> a.vmovups(target, source.x());
            case EIGHT -> a.vmovups(target, source);
        }
    }
}
