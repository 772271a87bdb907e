package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.WeightMatrix;

/**
 * A change of a weight matrix by a product of two thin ones: W + scale · B · A (LoRA,
 * arXiv:2106.09685, section 4.1). W is never touched; what B · A adds to the output is computed
 * beside it.
 *
 * @param down A, [rank, inputs]
 * @param up B, [outputs, rank]
 * @param scale the adapter's own factor, alpha / rank
 */
public record LowRank(WeightMatrix down, WeightMatrix up, float scale) {
    /**
     * y += strength · scale · B (A x).
     *
     * @param x [n, inputs]
     * @param y [n, outputs]
     */
    void apply(Pass pass, float strength, FloatMatrix x, FloatMatrix y) {
        FloatMatrix inner = pass.scratch(Workspace.Buffer.ADAPTER_INNER, x.rows(), down.rows());
        pass.kernels().matmul(down, x, inner);
        raise(pass, strength, inner, y);
    }

    /**
     * The same for rows of an embedding, whose A holds one row [rank] for each token: y += strength
     * · scale · B (A[id]).
     *
     * @param y [ids.length, hiddenSize]
     */
    void lookUp(Pass pass, float strength, int[] ids, FloatMatrix y) {
        FloatMatrix inner =
                pass.scratch(Workspace.Buffer.ADAPTER_INNER, ids.length, down.columns());
        pass.kernels().gather(down, ids, inner);
        raise(pass, strength, inner, y);
    }

    private void raise(Pass pass, float strength, FloatMatrix inner, FloatMatrix y) {
        Kernels kernels = pass.kernels();
        kernels.scale(inner, strength * scale);
        FloatMatrix outer = pass.scratch(Workspace.Buffer.ADAPTER_OUT, y.rows(), y.columns());
        kernels.matmul(up, inner, outer);
        kernels.add(y, outer);
    }

    /** The change of some outputs only. */
    LowRank outputs(int from, int count) {
        return count == up.rows() ? this : new LowRank(down, up.rows(from, count), scale);
    }
}
