package dev.mote.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures how fast this machine reads memory: the bound of decoding, which reads every weight once
 * per token.
 *
 * <p>Each thread adds up its own part of a buffer far larger than the caches, several times; the
 * best pass counts, because other load on the machine only ever makes a pass slower. Takes about a
 * second and 256 MiB of native memory, both given back.
 */
public final class ReadBandwidth {
    private static final long BYTES = 256L << 20;
    private static final int PASSES = 12;

    private ReadBandwidth() {}

    /**
     * Returns gigabytes (10^9 bytes) per second read by {@code threads} threads together.
     *
     * @param threads at least 1
     * @throws IllegalArgumentException if threads is smaller than 1
     */
    public static double measure(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("read bandwidth of " + threads + " threads");
        }
        try (Arena arena = Arena.ofShared();
                ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            MemorySegment memory = arena.allocate(BYTES, FloatMatrix.ALIGNMENT_BYTES);
            memory.fill((byte) 1);
            double best = 0;
            for (int pass = 0; pass < PASSES; pass++) {
                best = Math.max(best, pass(memory, threads, executor));
            }
            return best;
        }
    }

    private static double pass(MemorySegment memory, int threads, ExecutorService executor) {
        long part = BYTES / threads / 64 * 64;
        List<Callable<Long>> parts = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            MemorySegment own = memory.asSlice(i * part, part);
            parts.add(() -> sum(own));
        }
        long started = System.nanoTime();
        long total = 0;
        try {
            for (Future<Long> each : executor.invokeAll(parts)) {
                total += each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading memory: " + e.getCause(), e);
        }
        double seconds = (System.nanoTime() - started) * 1e-9;
        // The sum is known; using it keeps the compiler from dropping the reads.
        if (total != part / Long.BYTES * threads * 0x0101010101010101L) {
            throw new IllegalStateException("memory read back wrong: sum " + total);
        }
        return part * threads / seconds / 1e9;
    }

    /** A plain loop over longs, which the JIT turns into vector loads and adds. */
    private static long sum(MemorySegment memory) {
        long sum = 0;
        for (long offset = 0; offset < memory.byteSize(); offset += 1 << 16) {
            sum += sum(memory.asSlice(offset, Math.min(1 << 16, memory.byteSize() - offset)), 0);
        }
        return sum;
    }

    private static long sum(MemorySegment memory, int from) {
        long sum = 0;
        int count = (int) (memory.byteSize() / Long.BYTES);
        for (int i = from; i < count; i++) {
            sum += memory.getAtIndex(ValueLayout.JAVA_LONG, i);
        }
        return sum;
    }
}
