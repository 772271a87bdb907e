package dev.mote.model.conformance;

import dev.mote.format.ModelFile;
import dev.mote.format.gguf.GgufFile;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.model.DecoderModel;
import dev.mote.model.DecoderState;
import dev.mote.model.EncoderDecoderModel;
import dev.mote.model.EncoderModel;
import dev.mote.model.Models;
import dev.mote.testing.Golden;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;

/** Everything a golden record says of a model, checked with given kernels. */
public final class GoldenCheck {
    private final Golden golden;
    private final Kernels kernels;
    private final Tolerance tolerance;

    public GoldenCheck(Golden golden, Kernels kernels, Tolerance tolerance) {
        this.golden = golden;
        this.kernels = kernels;
        this.tolerance = tolerance;
    }

    /** Opens the model the record names and checks it. */
    public void run() {
        try (ModelFile file = GgufFile.open(golden.file("model"))) {
            run(file);
        }
    }

    /** Checks a model that should be what the record names. */
    public void run(ModelFile file) {
        switch (Models.kind(file)) {
            case DECODER -> {
                try (DecoderModel model = Models.openDecoder(file, kernels)) {
                    decoder(model);
                }
            }
            case ENCODER -> {
                try (EncoderModel model = Models.openEncoder(file, kernels)) {
                    encoder(model);
                }
            }
            case ENCODER_DECODER -> {
                try (EncoderDecoderModel model = Models.openEncoderDecoder(file, kernels)) {
                    encoderDecoder(model);
                }
            }
        }
    }

    private void decoder(DecoderModel model) {
        int[] tokens = golden.integers("tokens");
        try (DecoderState state = model.newState(tokens.length + 32, tolerance.kvType())) {
            logits(
                    golden.name(),
                    (some, logits) -> model.forward(state, some, logits),
                    List.of(tokens),
                    golden,
                    model.vocabularySize());
        }
        if (golden.has("chunked")) {
            Golden chunked = golden.child("chunked");
            int[] all = chunked.integers("tokens");
            try (DecoderState state = model.newState(all.length + 32, tolerance.kvType())) {
                logits(
                        golden.name() + " in chunks",
                        (some, logits) -> model.forward(state, some, logits),
                        cut(all, chunked.integers("chunks")),
                        chunked,
                        model.vocabularySize());
            }
        }
    }

    private void encoderDecoder(EncoderDecoderModel model) {
        if (model.startToken() != golden.integer("decoder_start_token")) {
            throw new AssertionError(golden.name() + ": start token " + model.startToken());
        }
        int[] tokens = golden.integers("tokens");
        try (DecoderState state =
                model.encode(
                        golden.integers("encoder_tokens"),
                        tokens.length + 32,
                        tolerance.kvType())) {
            logits(
                    golden.name(),
                    (some, logits) -> model.forward(state, some, logits),
                    List.of(tokens),
                    golden,
                    model.vocabularySize());
        }
    }

    /** Logits of every position, then the greedy continuation. */
    private void logits(
            String what,
            Continuation.Model model,
            List<int[]> chunks,
            Golden record,
            int vocabularySize) {
        float[] reference = record.floats("logits");
        int rows = chunks.stream().mapToInt(chunk -> chunk.length).sum();
        if (reference.length != rows * vocabularySize) {
            throw new AssertionError(
                    "%s: vocabulary of %d, the record has %d logits for %d positions"
                            .formatted(what, vocabularySize, reference.length, rows));
        }
        try (Arena arena = Arena.ofShared()) {
            FloatMatrix logits = FloatMatrix.allocate(arena, rows, vocabularySize);
            int from = 0;
            for (int[] chunk : chunks) {
                model.forward(chunk, logits.rows(from, chunk.length));
                from += chunk.length;
            }
            float[] computed = Rows.toArray(logits);
            Difference difference = Difference.between(computed, reference, vocabularySize);
            tolerance.require(what, difference, computed, reference, vocabularySize);
            Continuation.require(
                    "%s (%s)".formatted(what, tolerance.name()),
                    model,
                    Rows.argmaxOfLast(logits),
                    record.integers("greedy"),
                    record.numbers("greedy_margin"),
                    tolerance.maxAbs(),
                    vocabularySize);
        }
    }

    private void encoder(EncoderModel model) {
        List<int[]> sequences = golden.integerRows("sequences");
        float[] embeddings = golden.floats("embeddings");
        int width = embeddings.length / sequences.size();
        List<float[]> together = model.embed(sequences);
        for (int i = 0; i < sequences.size(); i++) {
            float[] reference = Arrays.copyOfRange(embeddings, i * width, (i + 1) * width);
            requireClose(
                    "%s, embedding of sequence %d".formatted(golden.name(), i),
                    model.embed(sequences.get(i)),
                    reference);
            requireClose(
                    "%s, embedding of sequence %d among others".formatted(golden.name(), i),
                    together.get(i),
                    reference);
        }
        Golden states = golden.child("token_states");
        int[] tokens = sequences.get(states.integer("sequence"));
        try (Arena arena = Arena.ofShared()) {
            FloatMatrix computed =
                    FloatMatrix.allocate(arena, tokens.length, model.embeddingSize());
            model.tokenStates(tokens, computed);
            requireClose(
                    golden.name() + ", token states",
                    Rows.toArray(computed),
                    states.floats("file"));
        }
    }

    /** Token states are not normalised, so the bound grows with their size. */
    private void requireClose(String what, float[] computed, float[] reference) {
        double dot = 0;
        double computedSquares = 0;
        double referenceSquares = 0;
        double largest = 1;
        for (int i = 0; i < reference.length; i++) {
            dot += (double) computed[i] * reference[i];
            computedSquares += (double) computed[i] * computed[i];
            referenceSquares += (double) reference[i] * reference[i];
            largest = Math.max(largest, Math.abs(reference[i]));
        }
        double cosine = dot / Math.sqrt(computedSquares * referenceSquares);
        for (int i = 0; i < reference.length; i++) {
            if (!(Math.abs(computed[i] - reference[i]) <= tolerance.embedding() * largest)
                    || !(cosine >= tolerance.cosine())) {
                throw new AssertionError(
                        "%s (%s): value %d is %.7f, reference %.7f, cosine %.8f; allowed %.3g, %.8f"
                                .formatted(
                                        what,
                                        tolerance.name(),
                                        i,
                                        computed[i],
                                        reference[i],
                                        cosine,
                                        tolerance.embedding() * largest,
                                        tolerance.cosine()));
            }
        }
    }

    private static List<int[]> cut(int[] tokens, int[] lengths) {
        int[] from = {0};
        return Arrays.stream(lengths)
                .mapToObj(length -> {
                    from[0] += length;
                    return Arrays.copyOfRange(tokens, from[0] - length, from[0]);
                })
                .toList();
    }
}
