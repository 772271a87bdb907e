package dev.mote.kernel.generated;

import dev.mote.kernel.Kernels;

/** The generated backend on one instruction set. */
final class Backends {
    private Backends() {}

    /** Fails where the instruction set lacks an operation. */
    static Kernels open(InstructionSet set, int threads) {
        return new GeneratedKernels(
                OperatingSystem.current(),
                set,
                threads,
                workers -> {
                    throw new AssertionError("no kernel of " + set.name());
                });
    }
}
