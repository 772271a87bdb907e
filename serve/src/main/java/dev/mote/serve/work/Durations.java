package dev.mote.serve.work;

import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A histogram of seconds. Thread-safe; counts that are read while others write may lag. */
public final class Durations {
    private static final List<Double> BOUNDS =
            DoubleStream.of(
                            0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120,
                            300, 600)
                    .boxed()
                    .toList();

    private final List<LongAdder> buckets =
            Stream.generate(LongAdder::new).limit(BOUNDS.size()).toList();
    private final LongAdder count = new LongAdder();
    private final DoubleAdder sum = new DoubleAdder();

    Durations() {}

    void add(double seconds) {
        count.increment();
        sum.add(seconds);
        for (int i = 0; i < BOUNDS.size(); i++) {
            if (seconds <= BOUNDS.get(i)) {
                buckets.get(i).increment();
                return;
            }
        }
    }

    /** Upper bounds of the buckets, in seconds. */
    public static List<Double> bounds() {
        return BOUNDS;
    }

    /** Values up to a bound of {@link #bounds}, by its index. */
    public long upTo(int index) {
        long total = 0;
        for (int i = 0; i <= index; i++) {
            total += buckets.get(i).sum();
        }
        return total;
    }

    /** Number of values. */
    public long count() {
        return count.sum();
    }

    /** Sum of the values. */
    public double sum() {
        return sum.sum();
    }
}
