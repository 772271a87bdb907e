package dev.mote.model.graph;

import dev.mote.kernel.Activation;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

/** down(activation(up(x))), the feed-forward network of arXiv:1706.03762, section 3.3. */
public record FeedForward(Linear up, Linear down, Activation activation) implements Sublayer {
    /** Rows computed at a time, which bounds scratch where encoders take long inputs at once. */
    static final int ROWS_MAX = 512;

    @Override
    public void apply(Pass pass, FloatMatrix in, FloatMatrix out) {
        Kernels kernels = pass.kernels();
        for (int from = 0; from < in.rows(); from += ROWS_MAX) {
            FloatMatrix x = part(in, from);
            FloatMatrix inner = pass.scratch(Workspace.Buffer.UP, x.rows(), up.outputs());
            up.apply(pass, x, inner);
            kernels.activation(activation, inner);
            down.apply(pass, inner, part(out, from));
        }
    }

    /** At most {@link #ROWS_MAX} rows beginning at {@code from}. */
    static FloatMatrix part(FloatMatrix matrix, int from) {
        return matrix.rows() <= ROWS_MAX
                ? matrix
                : matrix.rows(from, Math.min(ROWS_MAX, matrix.rows() - from));
    }
}
