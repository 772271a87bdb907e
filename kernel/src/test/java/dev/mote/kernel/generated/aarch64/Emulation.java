package dev.mote.kernel.generated.aarch64;

import dev.mote.testing.Conformance;

import java.util.concurrent.atomic.AtomicInteger;

/** Whether AArch64 programs can run here, and the record of it. */
final class Emulation {
    static final String ABSENT = "qemu-aarch64-static or qemu-aarch64 is not installed";

    private static final String SUITE = "aarch64 kernel calls under emulation";
    private static final AtomicInteger CALLS = new AtomicInteger();

    private Emulation() {}

    /** Whether the emulator is installed; recorded as a skip if it is not. */
    static boolean present() {
        boolean present = Machine.emulator().isPresent();
        if (!present) {
            Conformance.skipped(SUITE, ABSENT);
        }
        return present;
    }

    /** Records that kernels were called and kept to their memory and registers. */
    static void ran(int calls) {
        int all = CALLS.addAndGet(calls);
        Conformance.report(SUITE, all, all);
    }
}
