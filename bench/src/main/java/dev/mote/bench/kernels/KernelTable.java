package dev.mote.bench.kernels;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.bench.Processes;
import dev.mote.kernel.ComputePeak;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.ReadBandwidth;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures every kernel on every backend and prints how near each comes to what the machine can do:
 * bytes per second beside the measured read bandwidth, multiply-adds per second beside the measured
 * peak. Both bounds are measured before and after, and the greater counts. Run it with {@code
 * bench/kernels}.
 *
 * <p>Operations on rows of 4 MiB stay in the cache, so their bytes may come faster than memory
 * gives them.
 */
public final class KernelTable {
    private final List<Workload> workloads;
    private final int threads;
    private final Path log;
    private final @Nullable Path json;
    private final String backend;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private double bandwidth;
    private double bytePeak;
    private double floatPeak;

    private KernelTable(String filter, String backend, int threads, Path log, @Nullable Path json) {
        this.backend = backend;
        workloads = Workloads.all().stream().filter(each -> each.name().contains(filter)).toList();
        this.threads = threads;
        this.log = log;
        this.json = json;
    }

    /**
     * Words: --json FILE, --threads N, --log FILE, --backend NAME, and a part of the names to
     * measure.
     */
    public static void main(String[] words) throws RunnerException, IOException {
        Path json = null;
        Path log = Path.of("kernels.log");
        String filter = "";
        String backend = "";
        int threads = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--json" -> json = Path.of(words[++i]);
                case "--backend" -> backend = words[++i];
                case "--log" -> log = Path.of(words[++i]);
                case "--threads" -> threads = Integer.parseInt(words[++i]);
                default -> filter = words[i];
            }
        }
        new KernelTable(filter, backend, threads, log, json).run();
    }

    private void run() throws RunnerException, IOException {
        if (workloads.isEmpty()) {
            throw new IllegalArgumentException("no kernel has this in its name");
        }
        measureBounds();
        List<RunResult> results = new ArrayList<>();
        if (floatPeak > 0 && !backend.equals("vector")) {
            // Machine code is as fast at once as it ever gets.
            results.addAll(measure("generated", workloads, 150));
        }
        if (!backend.equals("generated")) {
            // The JIT takes its time, for attention's many methods most of all.
            results.addAll(measure("vector", workloadsOf(false), 1200));
            results.addAll(measure("vector", workloadsOf(true), 3000));
        }
        measureBounds();
        results.forEach(this::add);
        print();
        if (json != null) {
            write(json);
        }
    }

    private void measureBounds() {
        bandwidth = Math.max(bandwidth, ReadBandwidth.measure(threads));
        ComputePeak.measure(threads)
                .ifPresent(peak -> {
                    bytePeak = Math.max(bytePeak, peak.bytes());
                    floatPeak = Math.max(floatPeak, peak.floats());
                });
    }

    private List<Workload> workloadsOf(boolean attention) {
        return workloads.stream()
                .filter(each -> each.kernel().startsWith("attention") == attention)
                .toList();
    }

    private Collection<RunResult> measure(String on, List<Workload> those, long warmUpMs)
            throws RunnerException {
        if (those.isEmpty()) {
            return List.of();
        }
        Options options =
                new OptionsBuilder()
                        .include(KernelBenchmark.class.getName())
                        .param("backend", on)
                        .param("threads", Integer.toString(threads))
                        .param(
                                "workload",
                                those.stream().map(Workload::name).toArray(String[]::new))
                        .forks(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(warmUpMs))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.milliseconds(60))
                        .jvmArgs(
                                "-XX:+UseSerialGC",
                                "--add-modules=jdk.incubator.vector",
                                "--enable-native-access=ALL-UNNAMED")
                        .verbosity(VerboseMode.NORMAL)
                        .output(log + "." + on)
                        .shouldFailOnError(true)
                        .build();
        System.err.printf("measuring %d kernels of %s%n", those.size(), on);
        return new Runner(options).run();
    }

    private void add(RunResult result) {
        String name = result.getParams().getParam("workload");
        Workload workload =
                workloads.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        double nanos = result.getPrimaryResult().getScore();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kernel", workload.kernel());
        row.put("subject", workload.subject());
        row.put("backend", result.getParams().getParam("backend"));
        row.put("microsPerOperation", nanos / 1e3);
        row.put("microsError", result.getPrimaryResult().getScoreError() / 1e3);
        row.put("gigabytesPerSecond", workload.bytes() / nanos);
        row.put("ofBandwidth", workload.bytes() / nanos / bandwidth);
        double peak = workload.quantised() ? bytePeak : floatPeak;
        if (workload.multiplyAdds() > 0) {
            row.put("gigaMultiplyAddsPerSecond", workload.multiplyAdds() / nanos);
            if (peak > 0) {
                row.put("ofPeak", workload.multiplyAdds() / nanos / peak);
            }
        }
        rows.add(row);
    }

    private void print() {
        StringBuilder table = new StringBuilder();
        table.append("| kernel | on | backend | µs/op | GB/s | of %s | GMAC/s | of peak |%n");
        table.append("|---|---|---|---:|---:|---:|---:|---:|%n");
        String text = table.toString().formatted(number("%.1f", bandwidth));
        StringBuilder lines = new StringBuilder(text);
        for (Map<String, Object> row : rows) {
            lines.append(
                    "| %s | %s | %s | %s | %s | %s | %s | %s |%n"
                            .formatted(
                                    row.get("kernel"),
                                    row.get("subject"),
                                    row.get("backend"),
                                    number("%.1f", row.get("microsPerOperation")),
                                    number("%.1f", row.get("gigabytesPerSecond")),
                                    number("%.2f", row.get("ofBandwidth")),
                                    number("%.1f", row.get("gigaMultiplyAddsPerSecond")),
                                    number("%.2f", row.get("ofPeak"))));
        }
        System.out.print(lines);
        System.out.printf(
                Locale.ROOT,
                "Bounds with %d threads: read bandwidth %.1f GB/s, peak %.0f GMAC/s of bytes and"
                        + " %.0f of floats.%n",
                threads,
                bandwidth,
                bytePeak,
                floatPeak);
    }

    private static String number(String format, @Nullable Object value) {
        return value == null ? "" : String.format(Locale.ROOT, format, value);
    }

    private void write(Path file) throws IOException {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("time", Instant.now().toString());
        raw.put("machine", Processes.machine());
        raw.put("java", Runtime.version().toString());
        raw.put("threads", threads);
        try (Kernels kernels = Kernels.open(threads)) {
            raw.put("kernels", kernels.description());
        }
        raw.put("readBandwidthGigabytesPerSecond", bandwidth);
        raw.put("peakGigaMultiplyAddsPerSecondBytes", bytePeak);
        raw.put("peakGigaMultiplyAddsPerSecondFloats", floatPeak);
        raw.put("results", rows);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(
                file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(raw) + "\n");
        System.err.println("raw results: " + file);
    }
}
