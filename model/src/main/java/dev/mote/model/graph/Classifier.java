package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The head of a cross-encoder: output · tanh(dense · state of the first token), a logit for "the
 * second text answers the first". Converters of GGUF files call the two {@code cls} and {@code
 * cls.output}; models with one layer alone have it under either name.
 *
 * @param dense [n, hiddenSize], or none
 * @param output [1, n], or none
 * @param segments what is added to the tokens of the first and of the second text, [1, hiddenSize]
 *     each; one for both where the model tells no segments apart, none where it has none
 */
public record Classifier(
        @Nullable Linear dense, @Nullable Linear output, List<FloatMatrix> segments) {
    /** Copies the list; there is one layer at least. */
    public Classifier {
        segments = List.copyOf(segments);
        if (dense == null && output == null) {
            throw new IllegalArgumentException("a classifier has one layer at least");
        }
    }

    /** Width between the layers. */
    public int width() {
        return dense == null ? 0 : dense.outputs();
    }

    /** Computes logits [n, 1] from states [n, hiddenSize]; {@code between} is [n, width]. */
    public void apply(
            Kernels kernels, FloatMatrix states, FloatMatrix between, FloatMatrix logits) {
        FloatMatrix current = states;
        if (dense != null) {
            FloatMatrix target = output == null ? logits : between;
            dense.apply(kernels, states, target);
            tanh(target);
            current = target;
        }
        if (output != null) {
            output.apply(kernels, current, logits);
        }
    }

    private static void tanh(FloatMatrix values) {
        float[] row = new float[values.columns()];
        for (int r = 0; r < values.rows(); r++) {
            values.copyRow(r, row, 0);
            for (int c = 0; c < row.length; c++) {
                row[c] = (float) Math.tanh(row[c]);
            }
            values.setRow(r, row, 0);
        }
    }

    /** Adds the segments of one pair, whose second text begins at row {@code second}. */
    public void addSegments(Kernels kernels, FloatMatrix rows, int second) {
        if (segments.isEmpty()) {
            return;
        }
        if (second > 0) {
            kernels.add(rows.rows(0, second), segments.getFirst());
        }
        if (second < rows.rows()) {
            kernels.add(rows.rows(second, rows.rows() - second), segments.getLast());
        }
    }
}
