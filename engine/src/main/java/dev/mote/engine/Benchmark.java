package dev.mote.engine;

import dev.mote.engine.sampling.InvalidOptionException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * Times prefill and decode as llama-bench does: fixed pseudo-random tokens, one unmeasured run
 * first, an empty KV cache for each run, no sampling.
 */
public final class Benchmark {
    private static final long TOKEN_SEED = 20260101;

    /** The JVM compiles its hot loops during the first run and replaces some in the second. */
    private static final int WARM_UP_RUNS = 2;

    private Benchmark() {}

    /**
     * The times of one test.
     *
     * @param test {@code pp512} for reading 512 tokens at once, {@code tg128} for 128 one by one
     * @param tokens tokens per run
     * @param seconds of each run
     */
    public record Result(String test, int tokens, List<Double> seconds) {
        /** Copies the list. */
        public Result {
            seconds = List.copyOf(seconds);
        }

        /** Mean of the runs' tokens per second. */
        public double tokensPerSecond() {
            return seconds.stream().mapToDouble(s -> tokens / s).average().orElse(0);
        }

        /** Sample standard deviation of the runs' tokens per second; 0 for one run. */
        public double deviation() {
            double mean = tokensPerSecond();
            double squares =
                    seconds.stream()
                            .mapToDouble(s -> (tokens / s - mean) * (tokens / s - mean))
                            .sum();
            return seconds.size() < 2 ? 0 : Math.sqrt(squares / (seconds.size() - 1));
        }
    }

    /** Times reading {@code tokens} tokens of a prompt, {@code runs} times. */
    public static Result prefill(Model model, int tokens, int runs) {
        return time(
                model,
                "pp" + tokens,
                tokens,
                runs,
                (sequence, prompt) -> {
                    sequence.restart(prompt);
                    boolean read = false;
                    while (!read) {
                        read = sequence.readPiece();
                    }
                });
    }

    /** Times reading {@code tokens} tokens one by one, as decoding does, {@code runs} times. */
    public static Result decode(Model model, int tokens, int runs) {
        return time(
                model,
                "tg" + tokens,
                tokens,
                runs,
                (sequence, prompt) -> {
                    sequence.restart(Arrays.copyOf(prompt, 1));
                    sequence.readPiece();
                    for (int i = 1; i < prompt.length; i++) {
                        sequence.append(prompt[i]);
                        sequence.readPiece(); // with logits, as sampling would need them
                    }
                });
    }

    private static Result time(
            Model model, String test, int tokens, int runs, BiConsumer<Sequence, int[]> run) {
        ModelRuntime runtime = model.runtime();
        runtime.requireDecoder();
        if (tokens < 1 || tokens > runtime.contextLength()) {
            throw new InvalidOptionException(
                    "tokens", tokens, "1 to the context length " + runtime.contextLength());
        }
        if (runs < 1) {
            throw new InvalidOptionException("runs", runs, "1 or more");
        }
        int vocabularySize = runtime.network().vocabularySize();
        int[] prompt = new SplittableRandom(TOKEN_SEED).ints(tokens, 0, vocabularySize).toArray();
        List<Double> seconds = new ArrayList<>();
        try (Sequence sequence = runtime.newSequence(new int[0], tokens)) {
            for (int i = 0; i < WARM_UP_RUNS; i++) {
                run.accept(sequence, prompt);
            }
            for (int i = 0; i < runs; i++) {
                long start = System.nanoTime();
                run.accept(sequence, prompt);
                seconds.add((System.nanoTime() - start) / 1e9);
            }
        }
        return new Result(test, tokens, seconds);
    }
}
