package dev.mote.kernel.generated;

import dev.mote.kernel.Kernels;

/** The generated backend on one instruction set. */
final class Backends {
    private Backends() {}

    static Kernels open(InstructionSet set, int threads) {
        return new GeneratedKernels(OperatingSystem.current(), set, threads);
    }
}
