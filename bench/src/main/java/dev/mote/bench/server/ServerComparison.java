package dev.mote.bench.server;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.bench.Processes;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures mote's server and llama.cpp's with the same requests: several streams at once, greedy,
 * as many tokens each, prompts that differ from the first word on so that no cache helps. Both
 * servers run all the time and are asked in turn; rounds are interleaved. Run it with {@code
 * bench/server}.
 */
public final class ServerComparison {
    private static final int END_TOKEN = 2; // of llama's vocabularies; never chosen here
    private static final List<String> STARTS =
            List.of(
                    "Apples", "Bridges", "Castles", "Dragons", "Eagles", "Forests", "Gardens",
                    "Horses", "Islands", "Jungles", "Kings", "Lakes");

    private final ComparisonArguments arguments;
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();
    private int asked;

    private ServerComparison(ComparisonArguments arguments) {
        this.arguments = arguments;
    }

    /** Runs the comparison; see {@code bench/server} for the arguments. */
    public static void main(String[] words)
            throws IOException, InterruptedException, ExecutionException {
        new ServerComparison(ComparisonArguments.parse(words)).run();
    }

    private void run() throws IOException, InterruptedException, ExecutionException {
        int slots = arguments.streams().stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<ServerProcess> servers = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(slots)) {
            servers.add(
                    ServerProcess.mote(
                            arguments.mote(),
                            arguments.model(),
                            arguments.threads(),
                            "--parallel",
                            Integer.toString(slots)));
            if (arguments.rounds() > 0 && !arguments.alone()) {
                servers.add(
                        ServerProcess.llama(
                                arguments.llama(),
                                arguments.model(),
                                arguments.threads(),
                                slots,
                                arguments.tokens() + 64));
            }
            for (ServerProcess server : servers) {
                measure(server, slots, clients, false); // a warm-up
            }
            for (int round = 1; round <= arguments.rounds(); round++) {
                System.err.printf("round %d of %d%n", round, arguments.rounds());
                for (int streams : arguments.streams()) {
                    for (ServerProcess server : servers) {
                        measure(server, streams, clients, true);
                    }
                }
            }
        } finally {
            for (ServerProcess server : servers) {
                server.close();
            }
        }
        report();
    }

    private void measure(ServerProcess server, int streams, ExecutorService clients, boolean kept)
            throws InterruptedException, ExecutionException {
        List<Callable<StreamedAnswer>> work = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            String prompt =
                    "%s number %d were seen once upon a time, and the story goes that"
                            .formatted(STARTS.get(i % STARTS.size()), asked++);
            String body = StreamedAnswer.body(prompt, arguments.tokens(), END_TOKEN);
            work.add(() -> StreamedAnswer.ask(server.port(), "/v1/completions", body));
        }
        long start = System.nanoTime();
        List<Future<StreamedAnswer>> answers = clients.invokeAll(work);
        double seconds = (System.nanoTime() - start) / 1e9;
        int tokens = 0;
        List<Double> firsts = new ArrayList<>();
        List<Double> gaps = new ArrayList<>();
        for (Future<StreamedAnswer> answer : answers) {
            tokens += answer.get().tokens();
            firsts.add(answer.get().firstMs());
            gaps.addAll(answer.get().gapsMs());
        }
        if (kept) {
            add(server, streams, "tokens per second", tokens / seconds);
            add(server, streams, "first token ms, median", Samples.median(firsts));
            add(server, streams, "between tokens ms, median", Samples.median(gaps));
            add(server, streams, "between tokens ms, p99", Samples.quantile(gaps, 0.99));
        }
    }

    private static String key(String server, int streams, String what) {
        return "%d streams / %s / %s".formatted(streams, what, server);
    }

    private void add(ServerProcess server, int streams, String what, double value) {
        samples.computeIfAbsent(key(server.name(), streams, what), _ -> new ArrayList<>())
                .add(Math.rint(value * 100) / 100);
    }

    private void report() throws IOException {
        System.out.println("| measure | mote | llama.cpp | ratio |\n|---|---:|---:|---:|");
        for (String key : samples.keySet()) {
            if (key.endsWith("/ mote")) {
                String what = key.substring(0, key.lastIndexOf(" / "));
                double mote = Samples.median(samples.get(key));
                List<Double> others = samples.getOrDefault(what + " / llama.cpp", List.of());
                double other = others.isEmpty() ? Double.NaN : Samples.median(others);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.1f | %.1f | %.2f |%n",
                        what,
                        mote,
                        other,
                        mote / other);
            }
        }
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("time", Instant.now().toString());
        raw.put("machine", Processes.machine());
        raw.put("java", Runtime.version().toString());
        raw.put("model", String.valueOf(arguments.model().getFileName()));
        raw.put("threads", arguments.threads());
        raw.put("tokens", arguments.tokens());
        raw.put("rounds", arguments.rounds());
        raw.put("samples", samples);
        Files.writeString(
                arguments.results(),
                JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(raw) + "\n");
        System.err.println("raw results: " + arguments.results());
    }
}
