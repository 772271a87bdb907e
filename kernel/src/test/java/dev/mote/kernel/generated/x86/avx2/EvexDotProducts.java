package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Operand;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.InstructionSet;

/** The kernels of AVX-VNNI for processors that have its instruction in AVX-512's encoding alone. */
public final class EvexDotProducts {
    private EvexDotProducts() {}

    /** Kernels that differ from those of AVX-VNNI in the encoding of dot products only. */
    public static InstructionSet kernels() {
        return Avx2Kernels.withDotProducts(Assembler::new);
    }

    private static final class Assembler extends Avx2Assembler {
        @Override
        public void vpdpbusd(Vec target, Vec first, Operand second) {
            Avx512Assembler other = new Avx512Assembler();
            other.vpdpbusd(target, first, second);
            for (byte each : other.finish()) {
                code().emit8(each);
            }
        }
    }
}
