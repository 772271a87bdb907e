package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;

/** x = norm(x + sublayer(x)), the residual connection of BERT (post-norm). */
public record NormedResidual(Sublayer sublayer, Norm norm) implements Step {
    @Override
    public void apply(Pass pass, FloatMatrix stream) {
        FloatMatrix output =
                pass.scratch(Workspace.Buffer.SUBLAYER, stream.rows(), stream.columns());
        sublayer.apply(pass, stream, output);
        pass.kernels().add(stream, output);
        norm.apply(pass.kernels(), stream, stream);
    }
}
