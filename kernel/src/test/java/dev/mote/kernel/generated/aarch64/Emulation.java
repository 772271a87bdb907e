package dev.mote.kernel.generated.aarch64;

import dev.mote.testing.Conformance;

/** Whether AArch64 programs can run here, and the record of it. */
final class Emulation {
    static final String ABSENT = "qemu-aarch64-static or qemu-aarch64 is not installed";

    private static final String SUITE = "aarch64 kernels under emulation";

    private Emulation() {}

    /**
     * Whether the emulator is installed; says so in the record of the conformance suites if not.
     */
    static boolean present() {
        boolean present = Machine.emulator().isPresent();
        if (!present) {
            Conformance.skipped(SUITE, ABSENT);
        }
        return present;
    }
}
