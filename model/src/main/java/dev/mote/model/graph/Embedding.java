package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.WeightMatrix;

import org.jspecify.annotations.Nullable;

/**
 * Tokens to the first residual stream: norm(scale · token + position + type).
 *
 * @param tokens [vocabulary, hiddenSize]
 * @param scale factor on token embeddings
 * @param positions [positions, hiddenSize] learned absolute positions, or none
 * @param type [1, hiddenSize] added to every row (BERT's segment A), or none
 * @param norm applied last, or none
 */
public record Embedding(
        WeightMatrix tokens,
        float scale,
        @Nullable WeightMatrix positions,
        @Nullable FloatMatrix type,
        @Nullable Norm norm) {
    /** Token embeddings alone. */
    public static Embedding of(WeightMatrix tokens) {
        return new Embedding(tokens, 1, null, null, null);
    }

    /** The same with token embeddings multiplied by {@code factor}. */
    public Embedding scaled(float factor) {
        return new Embedding(tokens, factor, positions, type, norm);
    }

    /** The same with learned positions added. */
    public Embedding plusPositions(WeightMatrix learned) {
        return new Embedding(tokens, scale, learned, type, norm);
    }

    /** The same with one row added to all. */
    public Embedding plusType(FloatMatrix row) {
        return new Embedding(tokens, scale, positions, row, norm);
    }

    /** The same, normalised. */
    public Embedding normed(Norm last) {
        return new Embedding(tokens, scale, positions, type, last);
    }

    /** The same without types and norm, for who adds types of its own and normalises then. */
    public Embedding bare() {
        return new Embedding(tokens, scale, positions, null, null);
    }

    /** Number of token ids. */
    public int vocabularySize() {
        return tokens.rows();
    }

    /** Width of the residual stream. */
    public int hiddenSize() {
        return tokens.columns();
    }

    /** Positions that can be embedded. */
    public int positionCount() {
        return positions == null ? Integer.MAX_VALUE : positions.rows();
    }

    /** Fills {@code stream} [ids.length, hiddenSize]. */
    public void apply(Pass pass, int[] ids, FloatMatrix stream) {
        Kernels kernels = pass.kernels();
        kernels.gather(tokens, ids, stream);
        pass.adaptEmbedding(ids, stream);
        if (scale != 1) {
            kernels.scale(stream, scale);
        }
        if (positions != null) {
            int[] places = new int[ids.length];
            int row = 0;
            for (int sequence = 0; sequence < pass.sequenceCount(); sequence++) {
                int length = pass.length(sequence, ids.length);
                for (int i = 0; i < length; i++, row++) {
                    places[row] = pass.firstPosition(sequence) + i;
                }
            }
            FloatMatrix rows =
                    pass.scratch(Workspace.Buffer.POSITIONS, ids.length, stream.columns());
            kernels.gather(positions, places, rows);
            kernels.add(stream, rows);
        }
        if (type != null) {
            kernels.add(stream, type);
        }
        if (norm != null) {
            norm.apply(kernels, stream, stream);
        }
    }
}
