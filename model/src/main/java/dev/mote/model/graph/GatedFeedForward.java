package dev.mote.model.graph;

import dev.mote.kernel.Activation;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

/** down(activation(gate(x)) · up(x)), a gated linear unit (arXiv:2002.05202). */
public record GatedFeedForward(Linears gateAndUp, Linear down, Activation activation)
        implements Sublayer {
    /** Binds the three matrices. */
    public GatedFeedForward(Linear gate, Linear up, Linear down, Activation activation) {
        this(new Linears(gate, up), down, activation);
    }

    @Override
    public void apply(Pass pass, FloatMatrix in, FloatMatrix out) {
        Kernels kernels = pass.kernels();
        for (int from = 0; from < in.rows(); from += FeedForward.ROWS_MAX) {
            FloatMatrix x = FeedForward.part(in, from);
            FloatMatrix gated = gateAndUp.into(0, pass, Workspace.Buffer.GATE, x.rows());
            FloatMatrix upped = gateAndUp.into(1, pass, Workspace.Buffer.UP, x.rows());
            gateAndUp.apply(pass, x);
            kernels.gatedActivation(activation, gated, upped);
            down.apply(pass, gated, FeedForward.part(out, from));
        }
    }
}
