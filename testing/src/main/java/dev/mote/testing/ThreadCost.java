package dev.mote.testing;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * What a piece of work cost the thread that did it.
 *
 * <p>Processor time rather than wall-clock time, so that a busy machine does not fail a test;
 * allocations as the JVM counts them for the thread, so that no collector need run.
 *
 * @param cpuNanos processor time
 * @param allocatedBytes heap taken, freed or not
 */
public record ThreadCost(long cpuNanos, long allocatedBytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Runs work on the calling thread and tells its cost, whatever it throws. */
    public static ThreadCost of(Runnable work) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        try {
            work.run();
        } finally {
            nanos = THREADS.getCurrentThreadCpuTime() - nanos;
            bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        }
        return new ThreadCost(nanos, bytes);
    }
}
