package dev.mote.model.graph;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

/**
 * Attention of an output to the encoder's states (arXiv:1706.03762, section 3.2.3). Keys and values
 * are computed once for each input.
 *
 * @param slot of the keys and values among those of the encoder's states
 */
public record CrossAttention(
        Linear query, Linear key, Linear value, Linear output, AttentionShape shape, int slot)
        implements Sublayer {
    /** Computes keys and values of the encoder's states [n, hiddenSize] into {@code encoded}. */
    public void encode(Pass pass, FloatMatrix states, SequenceMemory encoded) {
        Kernels kernels = pass.kernels();
        FloatMatrix k = pass.scratch(Workspace.Buffer.KEY, states.rows(), key.outputs());
        FloatMatrix v = pass.scratch(Workspace.Buffer.VALUE, states.rows(), value.outputs());
        key.apply(kernels, states, k);
        value.apply(kernels, states, v);
        kernels.store(encoded.keysAndValues(slot), 0, k, v);
    }

    @Override
    public void apply(Pass pass, FloatMatrix in, FloatMatrix out) {
        Kernels kernels = pass.kernels();
        SequenceMemory encoded = pass.encoded();
        FloatMatrix q = pass.scratch(Workspace.Buffer.QUERY, in.rows(), query.outputs());
        query.apply(kernels, in, q);
        FloatMatrix attended =
                pass.scratch(
                        Workspace.Buffer.ATTENDED,
                        in.rows(),
                        shape.headCount() * shape.valueSize());
        kernels.attention(shape, q, encoded.keysAndValues(slot), 0, encoded.capacity(), attended);
        output.apply(kernels, attended, out);
    }
}
