package dev.mote.kernel.generated;

import dev.mote.kernel.Kernels;

/** The generated backend on machines that have one. */
final class Backends {
    private Backends() {}

    /** Whether this processor has generated kernels. */
    static boolean available() {
        try (Kernels kernels = Kernels.open(1, "")) {
            return kernels.name().equals("generated");
        }
    }

    static Kernels open(int threads) {
        return Kernels.open(threads, "generated");
    }
}
