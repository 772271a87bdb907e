package dev.mote.engine;

import dev.mote.format.Metadata;
import dev.mote.model.EncoderModel;
import dev.mote.text.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.List;

/** Judges documents by a query, with whatever head the model has. */
final class Reranking {
    /** BERT's own vocabulary; the others of the family put two separators between texts. */
    private static final String WORD_PIECE = "bert";

    private final Model model;
    private final ModelRuntime runtime;

    Reranking(Model model) {
        this.model = model;
        runtime = model.runtime();
    }

    double[] scores(String query, List<String> documents) {
        return switch (runtime.network()) {
            case Network.Encoder encoder when encoder.model().ranks() ->
                    byClassifier(encoder.model(), query, documents);
            case Network.Encoder _ ->
                    throw new UnsupportedByModelException(
                            "this model embeds texts but judges no pairs; compare embeddings, or"
                                    + " use a reranking model");
            case Network.Decoder _ -> new YesOrNo(model).scores(query, documents);
            case Network.EncoderDecoder _ ->
                    throw new UnsupportedByModelException(
                            "this model judges no pairs of texts; use a reranking model");
        };
    }

    private double[] byClassifier(EncoderModel encoder, String query, List<String> documents) {
        Tokenizer tokenizer = model.tokenizer();
        int[] before = tokenizer.encode(query, Tokenizer.Special.ADD);
        int[] inner = tokenizer.encode(query, Tokenizer.Special.NONE);
        int opening = opening(before, inner);
        int[] separator = new int[before.length - opening - inner.length];
        System.arraycopy(before, opening + inner.length, separator, 0, separator.length);
        Metadata metadata = runtime.file().metadata();
        boolean twice =
                !metadata.string("tokenizer.ggml.model").orElse(WORD_PIECE).equals(WORD_PIECE);
        List<int[]> pairs = new ArrayList<>(documents.size());
        int[] seconds = new int[documents.size()];
        for (String document : documents) {
            int[] words = tokenizer.encode(document, Tokenizer.Special.NONE);
            int[] between = twice ? separator : new int[0];
            seconds[pairs.size()] = before.length;
            pairs.add(joined(before, between, words, separator));
        }
        float[] logits = runtime.rank(encoder, pairs, seconds);
        double[] scores = new double[logits.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 1 / (1 + Math.exp(-logits[i]));
        }
        return scores;
    }

    /** How many tokens stand before the text itself. */
    private static int opening(int[] whole, int[] inner) {
        for (int from = 0; from + inner.length <= whole.length; from++) {
            boolean same = true;
            for (int i = 0; i < inner.length && same; i++) {
                same = whole[from + i] == inner[i];
            }
            if (same && (inner.length > 0 || from == whole.length / 2)) {
                return from;
            }
        }
        return 0;
    }

    private static int[] joined(int[]... parts) {
        int length = 0;
        for (int[] part : parts) {
            length += part.length;
        }
        int[] whole = new int[length];
        int at = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
