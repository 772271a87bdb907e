package dev.mote.model;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.EncoderGraph;
import dev.mote.model.graph.Linear;
import dev.mote.model.graph.Norm;
import dev.mote.model.graph.Pass;
import dev.mote.model.graph.Step;
import dev.mote.model.graph.Workspace;

/** Runs an encoder graph, always over the whole input at once. */
final class GraphEncoder implements EncoderModel {
    private final Blueprint blueprint;
    private final EncoderGraph graph;
    private final Kernels kernels;
    private final Workspace workspace = new Workspace();
    private final Pass pass;
    private final EncoderMemory memory;

    GraphEncoder(Blueprint blueprint, EncoderGraph graph, Kernels kernels) {
        this.blueprint = blueprint;
        this.graph = graph;
        this.kernels = kernels;
        pass = new Pass(kernels, workspace);
        memory = new EncoderMemory(graph.memory());
    }

    @Override
    public String architecture() {
        return blueprint.hyperparameters().architecture();
    }

    @Override
    public int contextLength() {
        return blueprint.hyperparameters().contextLength();
    }

    @Override
    public int vocabularySize() {
        return graph.embedding().vocabularySize();
    }

    @Override
    public int hiddenSize() {
        return graph.embedding().hiddenSize();
    }

    @Override
    public int embeddingSize() {
        return graph.embeddingSize();
    }

    @Override
    public void tokenStates(int[] tokens, FloatMatrix states) {
        if (states.rows() != tokens.length || states.columns() != embeddingSize()) {
            throw new IllegalArgumentException(
                    "states [%d, %d], expected [%d, %d]"
                            .formatted(
                                    states.rows(),
                                    states.columns(),
                                    tokens.length,
                                    embeddingSize()));
        }
        states.copyFrom(dense(run(tokens)));
    }

    @Override
    public float[] embed(int[] tokens) {
        FloatMatrix states = run(tokens);
        FloatMatrix pooled = pass.scratch(Workspace.Buffer.POOLED, 1, hiddenSize());
        graph.pooling().apply(states, pooled);
        FloatMatrix vector = dense(pooled);
        float[] embedding = new float[vector.columns()];
        vector.copyRow(0, embedding, 0);
        normalise(embedding);
        return embedding;
    }

    /** The last layer's output, in scratch memory. */
    private FloatMatrix run(int[] tokens) {
        Tokens.check(tokens, graph.embedding().vocabularySize());
        if (tokens.length == 0) {
            throw new IllegalArgumentException("an encoder needs at least one token");
        }
        if (tokens.length > contextLength()) {
            throw new ContextOverflowException(tokens.length, contextLength());
        }
        FloatMatrix stream = pass.scratch(Workspace.Buffer.STREAM, tokens.length, hiddenSize());
        pass.at(memory.of(tokens.length), 0);
        graph.embedding().apply(pass, tokens, stream);
        for (Step step : graph.steps()) {
            step.apply(pass, stream);
        }
        Norm norm = graph.outputNorm();
        if (norm != null) {
            norm.apply(kernels, stream, stream);
        }
        return stream;
    }

    /** Takes rows through the dense heads, in scratch memory that the layers no longer need. */
    private FloatMatrix dense(FloatMatrix rows) {
        FloatMatrix current = rows;
        Workspace.Buffer next = Workspace.Buffer.NORMED;
        for (Linear head : graph.dense()) {
            FloatMatrix output = pass.scratch(next, rows.rows(), head.outputs());
            head.apply(kernels, current, output);
            next =
                    next == Workspace.Buffer.NORMED
                            ? Workspace.Buffer.SUBLAYER
                            : Workspace.Buffer.NORMED;
            current = output;
        }
        return current;
    }

    /** Scales to length 1; a vector of zeros stays as it is. */
    private static void normalise(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares > 0) {
            double length = Math.sqrt(squares);
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (vector[i] / length);
            }
        }
    }

    @Override
    public void close() {
        memory.close();
        workspace.close();
        blueprint.close();
    }
}
