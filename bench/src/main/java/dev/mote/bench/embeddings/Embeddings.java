package dev.mote.bench.embeddings;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.bench.Processes;
import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.kernel.BlockType;
import dev.mote.text.tokenizer.Tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Embeds the same 64 sentences with Mote and with ONNX Runtime, all-MiniLM-L6-v2, in turns, and
 * prints tokens per second.
 *
 * <p>Everything from text to vectors is timed; both sides use Mote's tokenizer. Tokens are those of
 * the sentences, padding not counted. ONNX Runtime is measured three ways, and its best is what
 * Mote is compared with: the whole batch padded to the longest sentence, sorted by length in
 * batches of 16, and one sentence at a time. First the embeddings are compared with those of ONNX
 * Runtime in F32. Run it with {@code bench/embeddings}, which fetches what is needed.
 */
public final class Embeddings {
    private static final double COSINE_MIN = 0.999;
    private static final int SORTED_BATCH = 16;
    private static final int WARM_UPS = 12;

    /** Threads of the one before spin for a while after their work; nobody pays for another's. */
    private static final long PAUSE_NANOS = 50_000_000;

    private final Map<String, Supplier<float[][]>> contenders = new LinkedHashMap<>();
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private final List<String> sentences;
    private final Path folder;
    private final int threads;
    private final int rounds;
    private int tokens;

    private Embeddings(Path folder, int threads, int rounds) throws IOException {
        this.folder = folder;
        this.threads = threads;
        this.rounds = rounds;
        try (InputStream resource =
                Objects.requireNonNull(Embeddings.class.getResourceAsStream("sentences.txt"))) {
            sentences =
                    new String(resource.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Folder with the fetched files, threads, rounds, file for the raw results. */
    public static void main(String[] arguments) throws IOException {
        new Embeddings(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]))
                .compare(Path.of(arguments[3]));
    }

    private void compare(Path results) throws IOException {
        Path jar = folder.resolve("onnxruntime.jar");
        Path full = folder.resolve("all-minilm-l6-v2.onnx");
        try (Model quantised = open(full, BlockType.Q8_0);
                Model half = open(full, BlockType.F16);
                OnnxRuntime truth = new OnnxRuntime(jar, full, threads);
                OnnxRuntime peer =
                        new OnnxRuntime(jar, folder.resolve("all-minilm-l6-v2-q.onnx"), threads)) {
            Tokenizer tokenizer = quantised.tokenizer();
            tokens = tokenize(tokenizer, sentences).stream().mapToInt(ids -> ids.length).sum();
            contenders.put("mote Q8_0", () -> quantised.embed(sentences).toArray(float[][]::new));
            contenders.put("mote F16", () -> half.embed(sentences).toArray(float[][]::new));
            contenders.put(
                    "ONNX Runtime int8, one batch",
                    () -> peer.embed(tokenize(tokenizer, sentences)));
            contenders.put("ONNX Runtime int8, sorted", () -> sorted(peer, tokenizer));
            contenders.put("ONNX Runtime int8, singly", () -> singly(peer, tokenizer));
            Map<String, Double> cosines = check(truth.embed(tokenize(tokenizer, sentences)));
            measure();
            report(cosines, quantised.kernelDescription(), peer.version(), results);
        }
    }

    private Model open(Path onnx, BlockType type) throws IOException {
        Path file = folder.resolve("all-minilm-l6-v2." + type + ".gguf");
        if (Files.notExists(file)) {
            MiniLm.convert(
                    OnnxFile.open(onnx),
                    folder.resolve("all-minilm-l6-v2-tokenizer.json"),
                    type,
                    file);
        }
        return Model.open(file, ModelOptions.DEFAULT.withThreads(threads));
    }

    private static List<int[]> tokenize(Tokenizer tokenizer, List<String> texts) {
        return texts.stream().map(text -> tokenizer.encode(text, Tokenizer.Special.ADD)).toList();
    }

    private float[][] sorted(OnnxRuntime peer, Tokenizer tokenizer) {
        List<int[]> ids = tokenize(tokenizer, sentences);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingInt(i -> ids.get(i).length));
        float[][] embeddings = new float[ids.size()][];
        for (int from = 0; from < ids.size(); from += SORTED_BATCH) {
            List<Integer> part = order.subList(from, Math.min(ids.size(), from + SORTED_BATCH));
            float[][] vectors = peer.embed(part.stream().map(ids::get).toList());
            for (int i = 0; i < vectors.length; i++) {
                embeddings[part.get(i)] = vectors[i];
            }
        }
        return embeddings;
    }

    private float[][] singly(OnnxRuntime peer, Tokenizer tokenizer) {
        return tokenize(tokenizer, sentences).stream()
                .map(ids -> peer.embed(List.of(ids))[0])
                .toArray(float[][]::new);
    }

    /** The smallest cosine between each contender's embeddings and the true ones. */
    private Map<String, Double> check(float[][] truth) {
        Map<String, Double> cosines = new LinkedHashMap<>();
        contenders.forEach((name, embedder) -> {
            float[][] vectors = embedder.get();
            double least = 1;
            for (int i = 0; i < truth.length; i++) {
                double cosine = 0;
                for (int j = 0; j < truth[i].length; j++) {
                    cosine += (double) truth[i][j] * vectors[i][j];
                }
                least = Math.min(least, cosine);
            }
            cosines.put(name, least);
            if (name.startsWith("mote") && least < COSINE_MIN) {
                throw new IllegalStateException(
                        "embeddings of %s differ from ONNX Runtime in F32: least cosine %f"
                                .formatted(name, least));
            }
        });
        return cosines;
    }

    private void measure() {
        for (int round = -WARM_UPS; round < rounds; round++) {
            boolean counts = round >= 0;
            contenders.forEach((name, embedder) -> {
                LockSupport.parkNanos(PAUSE_NANOS);
                long start = System.nanoTime();
                int count = embedder.get().length;
                double time = (System.nanoTime() - start) * 1e-9;
                if (count != sentences.size()) {
                    throw new IllegalStateException(name + " embedded " + count + " sentences");
                }
                if (counts) {
                    seconds.computeIfAbsent(name, _ -> new ArrayList<>()).add(time);
                }
            });
        }
    }

    private double tokensPerSecond(String name) {
        double[] times =
                seconds.getOrDefault(name, List.of()).stream().mapToDouble(x -> x).toArray();
        Arrays.sort(times);
        return tokens / times[times.length / 2];
    }

    private void report(Map<String, Double> cosines, String kernels, String version, Path results)
            throws IOException {
        double best =
                contenders.keySet().stream()
                        .filter(name -> !name.startsWith("mote"))
                        .mapToDouble(this::tokensPerSecond)
                        .max()
                        .orElseThrow();
        StringBuilder table = new StringBuilder();
        table.append("| all-MiniLM-L6-v2 | tokens/s | ratio | least cosine |\n");
        table.append("|---|---:|---:|---:|\n");
        Map<String, Double> speeds = new LinkedHashMap<>();
        for (String name : contenders.keySet()) {
            double speed = tokensPerSecond(name);
            speeds.put(name, speed);
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.0f | %.2f | %.5f |%n",
                            name,
                            speed,
                            speed / best,
                            cosines.get(name)));
        }
        System.out.print(table);
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("time", Instant.now().toString());
        raw.put("machine", Processes.machine());
        raw.put("java", Runtime.version().toString());
        raw.put("kernels", kernels);
        raw.put("onnxruntime", version);
        raw.put("threads", threads);
        raw.put("sentences", sentences.size());
        raw.put("tokens", tokens);
        raw.put("rounds", rounds);
        raw.put("leastCosines", cosines);
        raw.put("tokensPerSecond", speeds);
        raw.put("seconds", seconds);
        Files.createDirectories(results.toAbsolutePath().getParent());
        Files.writeString(
                results, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(raw) + "\n");
        System.err.println("raw results: " + results);
    }
}
