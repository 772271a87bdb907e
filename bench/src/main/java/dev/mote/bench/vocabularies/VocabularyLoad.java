package dev.mote.bench.vocabularies;

import dev.mote.format.gguf.GgufFile;
import dev.mote.text.tokenizer.Tokenizer;
import dev.mote.text.tokenizer.Tokenizers;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * How long a vocabulary takes to load: {@code VocabularyLoad FILE.gguf [ROUNDS]}. The first round
 * is a cold process's, the others show what a warm one takes.
 */
public final class VocabularyLoad {
    private VocabularyLoad() {}

    /** Prints one line. */
    public static void main(String[] arguments) {
        Path path = Path.of(arguments[0]);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        double[] openMs = new double[rounds];
        double[] loadMs = new double[rounds];
        int tokens = 0;
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            try (GgufFile file = GgufFile.open(path)) {
                long opened = System.nanoTime();
                Tokenizer tokenizer = Tokenizers.of(file);
                long loaded = System.nanoTime();
                tokens = tokenizer.vocabularySize();
                openMs[round] = 1e-6 * (opened - start);
                loadMs[round] = 1e-6 * (loaded - opened);
            }
        }
        System.out.printf(
                "%s: %d tokens; cold: header %.0f ms, tokenizer %.0f ms; median of the rest: %.0f"
                        + " and %.0f ms%n",
                path.getFileName(),
                tokens,
                openMs[0],
                loadMs[0],
                medianOfRest(openMs),
                medianOfRest(loadMs));
    }

    private static double medianOfRest(double[] values) {
        double[] rest = Arrays.copyOfRange(values, Math.min(1, values.length - 1), values.length);
        Arrays.sort(rest);
        return rest[rest.length / 2];
    }
}
