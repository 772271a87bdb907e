package dev.mote.bench.server;

import java.util.Arrays;
import java.util.List;

/** Order statistics of measured values. */
final class Samples {
    private Samples() {}

    /** The value below which a share of the values lies (nearest rank). */
    static double quantile(List<Double> values, double share) {
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1];
    }

    /** The middle value, or the mean of the two in the middle. */
    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
