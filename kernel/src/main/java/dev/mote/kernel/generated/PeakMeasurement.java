package dev.mote.kernel.generated;

import dev.mote.kernel.work.Workers;

import java.lang.foreign.Arena;

/** Runs an instruction set's loops of multiply-adds on several threads and takes the time. */
public final class PeakMeasurement {
    private static final int PASSES = 40;
    private static final int UNITS_PER_THREAD = 8;

    /** Rounds of a unit, a few tenths of a millisecond. */
    private static final int ROUNDS = 20_000;

    private PeakMeasurement() {}

    /**
     * The most multiply-adds per second of all threads together, in billions. The best pass counts,
     * because other load on the machine only ever makes a pass slower.
     *
     * @param bytes of bytes, otherwise of floats
     * @throws ExecutableMemoryException if the system refuses executable memory
     */
    public static double measure(
            OperatingSystem system, InstructionSet set, boolean bytes, int threads) {
        try (KernelTable table = new KernelTable(system, set);
                Arena arena = Arena.ofShared();
                Workers workers = new Workers(threads)) {
            MachineCode code = table.place(set.peak(bytes));
            Parameters parameters = new Parameters(arena);
            parameters.set(0, ROUNDS);
            Workers.Work work =
                    (from, to, worker) -> {
                        for (int unit = from; unit < to; unit++) {
                            code.call(parameters.address());
                        }
                    };
            int units = UNITS_PER_THREAD * threads;
            double best = 0;
            for (int pass = 0; pass < PASSES; pass++) {
                long started = System.nanoTime();
                workers.run(work, units, 1);
                long nanos = Math.max(1, System.nanoTime() - started);
                best = Math.max(best, (double) units * ROUNDS * set.peakProducts(bytes) / nanos);
            }
            return best;
        }
    }
}
