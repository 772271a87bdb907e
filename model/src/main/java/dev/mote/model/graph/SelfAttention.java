package dev.mote.model.graph;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.RopeTable;

import org.jspecify.annotations.Nullable;

/**
 * Attention of a sequence to itself (arXiv:1706.03762, section 3.2), with grouped key/value heads
 * (arXiv:2305.13245) and whatever the shape says of mask, scale, cap and bias.
 *
 * @param queryKeyValue the projections of the input, in this order
 * @param queryNorm normalises queries before they are rotated, per head or over their full width
 * @param keyNorm likewise for keys
 * @param rope rotates queries and keys, or none
 * @param slot where the sequence remembers keys and values
 */
public record SelfAttention(
        Linears queryKeyValue,
        Linear output,
        @Nullable Norm queryNorm,
        @Nullable Norm keyNorm,
        @Nullable Rope rope,
        AttentionShape shape,
        int slot)
        implements Sublayer {
    @Override
    public void apply(Pass pass, FloatMatrix in, FloatMatrix out) {
        Kernels kernels = pass.kernels();
        int n = in.rows();
        FloatMatrix q = queryKeyValue.into(0, pass, Workspace.Buffer.QUERY, n);
        FloatMatrix k = queryKeyValue.into(1, pass, Workspace.Buffer.KEY, n);
        FloatMatrix v = queryKeyValue.into(2, pass, Workspace.Buffer.VALUE, n);
        queryKeyValue.apply(pass, in);
        if (queryNorm != null) {
            queryNorm.apply(kernels, q, q);
        }
        if (keyNorm != null) {
            keyNorm.apply(kernels, k, k);
        }
        FloatMatrix attended =
                pass.scratch(Workspace.Buffer.ATTENDED, n, shape.headCount() * shape.valueSize());
        if (pass.sequenceCount() == 1) {
            attend(pass, 0, q, k, v, attended);
        } else {
            int row = 0;
            for (int sequence = 0; sequence < pass.sequenceCount(); sequence++) {
                int length = pass.length(sequence, n);
                attend(
                        pass,
                        sequence,
                        q.rows(row, length),
                        k.rows(row, length),
                        v.rows(row, length),
                        attended.rows(row, length));
                row += length;
            }
        }
        output.apply(pass, attended, out);
    }

    /** One sequence's part, from queries and keys as they were projected. */
    private void attend(
            Pass pass,
            int sequence,
            FloatMatrix q,
            FloatMatrix k,
            FloatMatrix v,
            FloatMatrix attended) {
        Kernels kernels = pass.kernels();
        int n = q.rows();
        int first = pass.firstPosition(sequence);
        if (rope != null) {
            RopeTable table = rope.table(pass.memory(sequence).capacity());
            kernels.rope(q, shape.headSize(), table, first);
            kernels.rope(k, shape.headSize(), table, first);
        }
        KvLayer memory = pass.memory(sequence).keysAndValues(slot);
        kernels.store(memory, first, k, v);
        kernels.attention(shape, q, memory, first, first + n, attended);
    }
}
