package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.WeightMatrix;

/**
 * Several {@link Linear} layers of the same input, computed together: the input is prepared once
 * and threads meet once. Not thread-safe.
 */
public final class Linears {
    private final Linear[] layers;
    private final WeightMatrix[] weights;
    private final FloatMatrix[] outputs;

    /** Binds layers; shapes are checked when they are used. */
    public Linears(Linear... layers) {
        this.layers = layers;
        weights = new WeightMatrix[layers.length];
        outputs = new FloatMatrix[layers.length];
        for (int i = 0; i < layers.length; i++) {
            weights[i] = layers[i].weight();
        }
    }

    /** Says where layer i's [n, outputs] go; needed before each {@link #apply}. */
    FloatMatrix into(int i, Pass pass, Workspace.Buffer buffer, int n) {
        outputs[i] = pass.scratch(buffer, n, layers[i].outputs());
        return outputs[i];
    }

    /** Computes every layer from the pass's rows x [n, inputs]. */
    void apply(Pass pass, FloatMatrix x) {
        pass.kernels().matmul(weights, x, outputs);
        for (int i = 0; i < layers.length; i++) {
            layers[i].finish(pass, x, outputs[i]);
        }
    }
}
