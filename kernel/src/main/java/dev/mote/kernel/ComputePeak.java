package dev.mote.kernel;

import dev.mote.kernel.generated.ExecutableMemoryException;
import dev.mote.kernel.generated.InstructionSet;
import dev.mote.kernel.generated.OperatingSystem;
import dev.mote.kernel.generated.PeakMeasurement;

import java.util.List;
import java.util.Optional;

/**
 * The most this machine multiplies and adds, from registers to registers: the bound of prefill,
 * which uses every weight many times. Measured, not looked up.
 *
 * @param instructionSet name of the machine code used, the fastest there is for this processor
 * @param bytes 8-bit multiply-adds per second of all threads together, in billions
 * @param floats the same of F32
 */
public record ComputePeak(String instructionSet, double bytes, double floats) {
    /**
     * Measures for some tens of milliseconds; empty where there is no machine code for this
     * processor, or the system does not let it run.
     *
     * @param threads at least 1
     * @throws IllegalArgumentException if threads is smaller than 1
     */
    public static Optional<ComputePeak> measure(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("compute peak of " + threads + " threads");
        }
        OperatingSystem system = OperatingSystem.current();
        try {
            List<InstructionSet> sets = KernelChoice.instructionSets(system);
            if (sets.isEmpty()) {
                return Optional.empty();
            }
            InstructionSet set = sets.getFirst();
            return Optional.of(
                    new ComputePeak(
                            set.name(),
                            PeakMeasurement.measure(system, set, true, threads),
                            PeakMeasurement.measure(system, set, false, threads)));
        } catch (ExecutableMemoryException e) {
            return Optional.empty(); // the kernels make do without it too
        }
    }
}
