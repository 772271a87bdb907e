package dev.mote.model.graph;

import dev.mote.kernel.Activation;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

/** down(activation(gate(x)) · up(x)), a gated linear unit (arXiv:2002.05202). */
public record GatedFeedForward(Linear gate, Linear up, Linear down, Activation activation)
        implements Sublayer {
    @Override
    public void apply(Pass pass, FloatMatrix in, FloatMatrix out) {
        Kernels kernels = pass.kernels();
        for (int from = 0; from < in.rows(); from += FeedForward.ROWS_MAX) {
            FloatMatrix x = FeedForward.part(in, from);
            FloatMatrix gated = pass.scratch(Workspace.Buffer.GATE, x.rows(), gate.outputs());
            FloatMatrix upped = pass.scratch(Workspace.Buffer.UP, x.rows(), up.outputs());
            gate.apply(kernels, x, gated);
            up.apply(kernels, x, upped);
            kernels.gatedActivation(activation, gated, upped);
            down.apply(kernels, gated, FeedForward.part(out, from));
        }
    }
}
