package dev.mote.bench.kernels;

import dev.mote.kernel.Kernels;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;

/**
 * Runs one {@link Workload} on one backend; JMH starts a JVM for each pair. {@link KernelTable}
 * names the pairs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBenchmark {
    /** Name of the workload. */
    @Param("matmul n=1 Q4_0")
    public String workload = "";

    /** Name of the backend. */
    @Param("generated")
    public String backend = "";

    /** Threads that compute. */
    @Param("1")
    public int threads;

    private Runnable close = () -> {};
    private Runnable operation = () -> {};

    /** Makes the operands. */
    @Setup
    public void open() {
        Kernels kernels = Kernels.open(threads, backend);
        Arena arena = Arena.ofShared();
        close =
                () -> {
                    kernels.close();
                    arena.close();
                };
        operation =
                Workloads.all().stream()
                        .filter(each -> each.name().equals(workload))
                        .findFirst()
                        .orElseThrow()
                        .operation()
                        .prepare(kernels, arena);
    }

    /** Frees the operands. */
    @TearDown
    public void close() {
        close.run();
    }

    /** The operation. */
    @Benchmark
    public void run() {
        operation.run();
    }
}
