package dev.mote.bench;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures mote and llama.cpp on the same files, interleaved round by round, and writes a table of
 * medians and ratios.
 *
 * <p>Each round of each program is a process of its own: warm-up runs (one of llama.cpp, two of
 * mote), then the mean of the measured ones. Prefill and decode are what {@code llama-bench} calls
 * pp and tg. The time to first token is the wall time of a cold process that answers one token to a
 * short prompt, with the file in the page cache. Run it with {@code bench/side-by-side}.
 */
public final class SideBySide {
    private static final String SHORT_PROMPT =
            "Edge devices run compact language models close to the people who use them. Explain in"
                    + " simple words why that helps privacy and keeps latency low.";

    private final Arguments arguments;
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    private SideBySide(Arguments arguments) {
        this.arguments = arguments;
    }

    /** Runs the comparison; see {@code bench/side-by-side} for the arguments. */
    public static void main(String[] words) throws IOException, InterruptedException {
        SideBySide comparison = new SideBySide(Arguments.parse(words));
        comparison.measure();
        comparison.report();
    }

    private void measure() throws IOException, InterruptedException {
        for (int round = 1; round <= arguments.rounds(); round++) {
            for (Path model : arguments.models()) {
                System.err.printf(
                        "round %d of %d: %s%n", round, arguments.rounds(), model.getFileName());
                llamaBench(model);
                moteBench(model);
                coldStart(model);
            }
        }
    }

    private void llamaBench(Path model) throws IOException, InterruptedException {
        String json =
                Processes.output(
                        arguments.llama().resolve("llama-bench").toString(),
                        "-m",
                        model.toString(),
                        "-t",
                        Integer.toString(arguments.threads()),
                        "-p",
                        Integer.toString(arguments.prompt()),
                        "-n",
                        Integer.toString(arguments.generate()),
                        "-r",
                        Integer.toString(arguments.runs()),
                        "-o",
                        "json");
        for (Object entry : JSON.std.listFrom(json)) {
            Map<?, ?> result = (Map<?, ?>) entry;
            boolean prefill = number(result, "n_prompt") > 0;
            add(model, prefill ? "prefill" : "decode", "llama.cpp", number(result, "avg_ts"));
        }
    }

    private void moteBench(Path model) throws IOException, InterruptedException {
        String json =
                Processes.output(
                        arguments.mote().toString(),
                        "bench",
                        "-m",
                        model.toString(),
                        "--threads",
                        Integer.toString(arguments.threads()),
                        "-p",
                        Integer.toString(arguments.prompt()),
                        "-n",
                        Integer.toString(arguments.generate()),
                        "-r",
                        Integer.toString(arguments.runs()),
                        "--json");
        Map<String, Object> report = JSON.std.mapFrom(json);
        if (!(report.get("results") instanceof List<?> results)) {
            throw new IllegalStateException("no results in what mote bench printed: " + json);
        }
        for (Object entry : results) {
            Map<?, ?> result = (Map<?, ?>) entry;
            boolean prefill = String.valueOf(result.get("test")).startsWith("pp");
            add(model, prefill ? "prefill" : "decode", "mote", number(result, "tokensPerSecond"));
        }
    }

    private void coldStart(Path model) throws IOException, InterruptedException {
        add(
                model,
                "first token",
                "llama.cpp",
                Processes.wallMs(
                        arguments.llama().resolve("llama-completion").toString(),
                        "-m",
                        model.toString(),
                        "-t",
                        Integer.toString(arguments.threads()),
                        "-n",
                        "1",
                        "-no-cnv",
                        "--temp",
                        "0",
                        "-p",
                        SHORT_PROMPT));
        add(
                model,
                "first token",
                "mote",
                Processes.wallMs(
                        arguments.mote().toString(),
                        "run",
                        "-m",
                        model.toString(),
                        "--threads",
                        Integer.toString(arguments.threads()),
                        "-n",
                        "1",
                        "--raw",
                        "--greedy",
                        SHORT_PROMPT));
    }

    private void add(Path model, String what, String who, double value) {
        samples.computeIfAbsent(key(model, what, who), _ -> new ArrayList<>()).add(value);
    }

    private void report() throws IOException {
        StringBuilder table = new StringBuilder();
        table.append("| model | measure | mote | llama.cpp | ratio |\n|---|---|---:|---:|---:|\n");
        for (Path model : arguments.models()) {
            row(table, model, "decode", "tokens/s", false);
            row(table, model, "prefill", "tokens/s", false);
            row(table, model, "first token", "ms", true);
        }
        System.out.print(table);
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("time", Instant.now().toString());
        raw.put("machine", Processes.machine());
        raw.put("java", Runtime.version().toString());
        raw.put("threads", arguments.threads());
        raw.put("prompt", arguments.prompt());
        raw.put("generate", arguments.generate());
        raw.put("rounds", arguments.rounds());
        raw.put("samples", samples);
        Files.writeString(
                arguments.results(),
                JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(raw) + "\n");
        System.err.println("raw results: " + arguments.results());
    }

    private void row(
            StringBuilder table, Path model, String what, String unit, boolean lessIsBetter) {
        double mote = median(key(model, what, "mote"));
        double llama = median(key(model, what, "llama.cpp"));
        table.append(
                String.format(
                        Locale.ROOT,
                        "| %s | %s, %s | %.1f | %.1f | %.2f |%n",
                        model.getFileName(),
                        what,
                        unit + (lessIsBetter ? " (less is better)" : ""),
                        mote,
                        llama,
                        mote / llama));
    }

    private static String key(Path model, String what, String who) {
        return model.getFileName() + " / " + what + " / " + who;
    }

    private static double number(Map<?, ?> map, String key) {
        Object value = map.get(key);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalStateException("no number '" + key + "' in " + map);
    }

    private double median(String key) {
        List<Double> values = samples.getOrDefault(key, List.of());
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured for " + key);
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
