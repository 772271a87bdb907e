package dev.mote.kernel.generated;

import dev.mote.kernel.work.Workers;

/** All operations of {@link RowKernels}, which share worker threads. */
final class RowOperations {
    final RowKernels kernels;
    final Values values;
    final Norms norms;
    final Rope rope;
    final CacheRows cacheRows;

    RowOperations(Workers workers, RowKernels set, KernelTable table, Parameters[] parameters) {
        kernels = set;
        values = new Values(workers, set, table, parameters);
        norms = new Norms(workers, set, table, parameters);
        rope = new Rope(workers, set, table, parameters);
        cacheRows = new CacheRows(workers, set, table, parameters);
    }
}
