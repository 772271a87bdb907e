package dev.mote.engine;

import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.kernel.FloatMatrix;
import dev.mote.text.tokenizer.Tokenizer;

import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * How well a model predicts a text: exp of the mean negative log-likelihood.
 *
 * <p>The method of llama.cpp's llama-perplexity, so that figures compare: the text is encoded with
 * BOS and cut into whole windows of n tokens; a rest is left out. In each window the first token is
 * replaced by BOS (where the model has one that it adds), the KV cache starts empty, and the
 * log-probabilities of the tokens after positions n/2 … n − 2 are scored.
 */
public final class Perplexity {
    private static final int WINDOW_MIN = 4;

    private Perplexity() {}

    /**
     * The result.
     *
     * @param perplexity exp(mean negative log-likelihood)
     * @param meanNegativeLogLikelihood in nats per token
     * @param scoredTokens tokens that count
     * @param windows windows read
     */
    public record Result(
            double perplexity, double meanNegativeLogLikelihood, int scoredTokens, int windows) {}

    /** Told after each window. */
    @FunctionalInterface
    public interface Progress {
        /** Takes the number of windows done and the number of all. */
        void window(int done, int total);
    }

    /**
     * Measures.
     *
     * @param text at least one window long
     * @param window tokens of a window, 4 to the context length
     * @throws InvalidOptionException if the window or the text is too short or the window too long
     * @throws UnsupportedByModelException if the model does not generate
     */
    public static Result measure(Model model, String text, int window, Progress progress) {
        ModelRuntime runtime = model.runtime();
        runtime.requireDecoder();
        int[] tokens = model.tokenizer().encode(text, Tokenizer.Special.ADD);
        if (window < WINDOW_MIN || window > runtime.contextLength()) {
            throw new InvalidOptionException(
                    "window",
                    window,
                    "%d to the context length %d".formatted(WINDOW_MIN, runtime.contextLength()));
        }
        int windows = tokens.length / window;
        if (windows == 0) {
            throw new InvalidOptionException(
                    "text", tokens.length + " tokens long", "at least one window of " + window);
        }
        int bos = model.tokenizer().bos().orElse(-1);
        boolean replaceFirst = tokens[0] == bos;
        double sum = 0;
        try (Sequence sequence = runtime.newSequence(new int[0], window);
                Arena arena = Arena.ofShared()) {
            int chunk = Math.min(window / 2, runtime.options().prefillChunk());
            Scorer scorer =
                    new Scorer(
                            sequence,
                            FloatMatrix.allocate(arena, chunk, runtime.network().vocabularySize()));
            for (int i = 0; i < windows; i++) {
                int[] part = Arrays.copyOfRange(tokens, i * window, (i + 1) * window);
                if (replaceFirst) {
                    part[0] = bos;
                }
                sum += scorer.negativeLogLikelihood(part);
                progress.window(i + 1, windows);
            }
        }
        int scored = windows * (window - 1 - window / 2);
        double mean = sum / scored;
        return new Result(Math.exp(mean), mean, scored, windows);
    }

    /** Scores one window after the other on one sequence. */
    private record Scorer(Sequence sequence, FloatMatrix logits) {
        double negativeLogLikelihood(int[] part) {
            int first = part.length / 2;
            sequence.restart(part);
            sequence.readUpTo(first, logits.rows());
            float[] row = new float[logits.columns()];
            double sum = 0;
            // The last token's logits predict nothing that is known, so it is not read.
            while (sequence.position() < part.length - 1) {
                int from = sequence.position();
                int count = Math.min(logits.rows(), part.length - 1 - from);
                sequence.read(count, logits.rows(0, count));
                for (int i = 0; i < count; i++) {
                    logits.copyRow(i, row, 0);
                    sum += Logprobs.logSumExp(row) - row[part[from + i + 1]];
                }
            }
            return sum;
        }
    }
}
