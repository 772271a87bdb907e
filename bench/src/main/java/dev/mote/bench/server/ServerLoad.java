package dev.mote.bench.server;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.bench.Processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many clients at once against a real server process, some of which go away, read slowly or send
 * what is refused; then nothing may be left of them: no sequence, no KV cache, no thread, no
 * descriptor, no heap. Run it with {@code bench/server-load}.
 */
public final class ServerLoad {
    private static final long SEED = 20261122;

    /** What a pool of threads and a warmer JVM may differ by. */
    private static final int THREADS_SLACK = 8;

    private static final int DESCRIPTORS_SLACK = 8;
    private static final long HEAP_SLACK_BYTES = 16L << 20;

    private ServerLoad() {}

    /** {@code [--mote COMMAND] [--clients N] [--seconds N] [--threads N] [--results FILE] FILE}. */
    public static void main(String[] words)
            throws IOException, InterruptedException, ExecutionException {
        Path mote = Path.of("./mote");
        Path results = Path.of("bench/target/server-load.json");
        Path model = null;
        int clients = 200;
        int seconds = 300;
        int threads = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--mote" -> mote = Path.of(words[++i]);
                case "--results" -> results = Path.of(words[++i]);
                case "--clients" -> clients = Integer.parseInt(words[++i]);
                case "--seconds" -> seconds = Integer.parseInt(words[++i]);
                case "--threads" -> threads = Integer.parseInt(words[++i]);
                default -> model = Path.of(words[i]);
            }
        }
        if (model == null) {
            throw new IllegalArgumentException("name a GGUF file");
        }
        Map<String, Object> report;
        try (ServerProcess server = ServerProcess.mote(mote, model, threads)) {
            report = load(server, clients, seconds);
        }
        report.put("model", String.valueOf(model.getFileName()));
        report.put("machine", Processes.machine());
        report.put("java", Runtime.version().toString());
        report.put("time", Instant.now().toString());
        String json = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(report) + "\n";
        Files.writeString(results, json);
        System.out.print(json);
        if (report.get("leaks") instanceof List<?> leaks && !leaks.isEmpty()) {
            throw new IllegalStateException("left over: " + leaks);
        }
    }

    private static Map<String, Object> load(ServerProcess server, int clients, int seconds)
            throws IOException, InterruptedException, ExecutionException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        run(server, 8, Math.min(20, seconds), 1); // what is loaded and pooled once is no leak
        settle(server);
        ProcessFigures before = ProcessFigures.of(server, jcmd);
        Loaded loaded = run(server, clients, seconds, 2);
        settle(server);
        ProcessFigures after = ProcessFigures.of(server, jcmd);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("clients", clients);
        report.put("seconds", seconds);
        Map<String, Long> outcomes = new TreeMap<>();
        loaded.outcomes.forEach((name, count) -> outcomes.put(name, count.sum()));
        report.put("outcomes", outcomes);
        report.put("tokens_read_at_once", loaded.gapsMs.size());
        if (!loaded.gapsMs.isEmpty()) {
            report.put("between_tokens_ms_p50", Samples.quantile(loaded.gapsMs, 0.5));
            report.put("between_tokens_ms_p99", Samples.quantile(loaded.gapsMs, 0.99));
            report.put("between_tokens_ms_max", Samples.quantile(loaded.gapsMs, 1));
        }
        report.put("before", before.toMap());
        report.put("after", after.toMap());
        report.put("leaks", leaks(before, after));
        return report;
    }

    private record Loaded(Map<String, LongAdder> outcomes, List<Double> gapsMs) {}

    private static Loaded run(ServerProcess server, int clients, int seconds, long round)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Map<String, LongAdder> outcomes = LoadClient.outcomes();
        List<Double> gaps = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LoadClient>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                LoadClient client =
                        new LoadClient(
                                server.port(),
                                end,
                                new SplittableRandom(SEED * round + i),
                                outcomes);
                all.add(
                        threads.submit(() -> {
                            client.run();
                            return client;
                        }));
            }
            for (Future<LoadClient> client : all) {
                gaps.addAll(client.get().gapsMs());
            }
        }
        return new Loaded(outcomes, gaps);
    }

    /** Lets the server notice that the clients have gone, and its pools shrink. */
    private static void settle(ServerProcess server) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!server.get("/status").contains("\"active\":0") && System.nanoTime() < end) {
            Thread.sleep(200);
        }
        Thread.sleep(35_000); // carriers of virtual threads end after 30 s without work
    }

    private static List<String> leaks(ProcessFigures before, ProcessFigures after) {
        List<String> leaks = new ArrayList<>();
        if (after.sequences() > 0 || after.kvBytes() > 0) {
            leaks.add("sequences");
        }
        if (after.active() > 0) {
            leaks.add("requests");
        }
        if (after.threads() > before.threads() + THREADS_SLACK) {
            leaks.add("threads");
        }
        if (after.descriptors() > before.descriptors() + DESCRIPTORS_SLACK) {
            leaks.add("descriptors");
        }
        if (after.heapBytes() > before.heapBytes() + HEAP_SLACK_BYTES) {
            leaks.add("heap");
        }
        return leaks;
    }
}
