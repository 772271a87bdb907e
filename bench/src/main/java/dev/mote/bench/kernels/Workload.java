package dev.mote.bench.kernels;

import dev.mote.kernel.Kernels;

import java.lang.foreign.Arena;

/**
 * One operation that is measured.
 *
 * @param kernel what is computed
 * @param subject on what: a type of weights, a length
 * @param bytes read and written by one operation, weights and cached keys and values only once
 * @param multiplyAdds of one operation; 0 where they are not what bounds it
 * @param quantised whether they are of bytes where the backend can, or always of floats
 * @param operation how to compute it
 */
record Workload(
        String kernel,
        String subject,
        double bytes,
        double multiplyAdds,
        boolean quantised,
        Operation operation) {
    /** Prepares operands. */
    @FunctionalInterface
    interface Operation {
        /**
         * What to run, over and over.
         *
         * @param arena holds the operands
         */
        Runnable prepare(Kernels kernels, Arena arena);
    }

    /** Names the workload among all. */
    String name() {
        return kernel + " " + subject;
    }
}
