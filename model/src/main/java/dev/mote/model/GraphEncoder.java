package dev.mote.model;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.Classifier;
import dev.mote.model.graph.EncoderGraph;
import dev.mote.model.graph.Linear;
import dev.mote.model.graph.Norm;
import dev.mote.model.graph.Pass;
import dev.mote.model.graph.Step;
import dev.mote.model.graph.Workspace;

import java.util.ArrayList;
import java.util.List;

/** Runs an encoder graph, always over whole sequences at once. */
final class GraphEncoder implements EncoderModel {
    private static final int[] NO_SECONDS = {};

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
        states.copyFrom(dense(run(List.of(tokens))));
    }

    @Override
    public float[] embed(int[] tokens) {
        return embed(List.of(tokens)).getFirst();
    }

    @Override
    public List<float[]> embed(List<int[]> sequences) {
        if (sequences.isEmpty()) {
            return List.of();
        }
        FloatMatrix states = run(sequences);
        FloatMatrix pooled = pass.scratch(Workspace.Buffer.POOLED, sequences.size(), hiddenSize());
        int row = 0;
        for (int i = 0; i < sequences.size(); i++) {
            int length = sequences.get(i).length;
            graph.pooling().apply(states.rows(row, length), pooled.rows(i, 1));
            row += length;
        }
        FloatMatrix vectors = dense(pooled);
        List<float[]> embeddings = new ArrayList<>(sequences.size());
        for (int i = 0; i < sequences.size(); i++) {
            float[] embedding = new float[vectors.columns()];
            vectors.copyRow(i, embedding, 0);
            normalise(embedding);
            embeddings.add(embedding);
        }
        return embeddings;
    }

    @Override
    public boolean ranks() {
        return graph.classifier() != null;
    }

    @Override
    public float[] rank(List<int[]> pairs, int[] seconds) {
        Classifier classifier = graph.classifier();
        if (classifier == null) {
            throw new IllegalStateException("this encoder has no classifier");
        }
        if (pairs.isEmpty()) {
            return new float[0];
        }
        FloatMatrix states = run(pairs, seconds);
        int count = pairs.size();
        FloatMatrix firsts = pass.scratch(Workspace.Buffer.POOLED, count, hiddenSize());
        int row = 0;
        for (int i = 0; i < count; i++) {
            graph.pooling().apply(states.rows(row, pairs.get(i).length), firsts.rows(i, 1));
            row += pairs.get(i).length;
        }
        FloatMatrix logits = pass.scratch(Workspace.Buffer.SUBLAYER, count, 1);
        FloatMatrix between =
                pass.scratch(Workspace.Buffer.NORMED, count, Math.max(1, classifier.width()));
        classifier.apply(kernels, firsts, between, logits);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            logits.copyRow(i, values, i);
        }
        return values;
    }

    /** The last layer's output for all tokens, sequence after sequence, in scratch memory. */
    private FloatMatrix run(List<int[]> sequences) {
        return run(sequences, NO_SECONDS);
    }

    /** As {@link #run(List)}, for pairs if it is told where their second texts begin. */
    private FloatMatrix run(List<int[]> sequences, int[] seconds) {
        int[] lengths = new int[sequences.size()];
        int longest = 0;
        int total = 0;
        for (int i = 0; i < lengths.length; i++) {
            int[] tokens = sequences.get(i);
            check(tokens);
            lengths[i] = tokens.length;
            longest = Math.max(longest, tokens.length);
            total = Math.addExact(total, tokens.length);
        }
        int[] tokens = new int[total];
        int row = 0;
        for (int[] each : sequences) {
            System.arraycopy(each, 0, tokens, row, each.length);
            row += each.length;
        }
        FloatMatrix stream = pass.scratch(Workspace.Buffer.STREAM, total, hiddenSize());
        pass.atAll(memory.of(longest), lengths);
        embed(tokens, lengths, seconds, stream);
        for (Step step : graph.steps()) {
            step.apply(pass, stream);
        }
        Norm norm = graph.outputNorm();
        if (norm != null) {
            norm.apply(kernels, stream, stream);
        }
        return stream;
    }

    private void embed(int[] tokens, int[] lengths, int[] seconds, FloatMatrix stream) {
        Classifier classifier = graph.classifier();
        if (classifier == null || seconds.length == 0) {
            graph.embedding().apply(pass, tokens, stream);
            return;
        }
        graph.embedding().bare().apply(pass, tokens, stream);
        int row = 0;
        for (int i = 0; i < lengths.length; i++) {
            classifier.addSegments(kernels, stream.rows(row, lengths[i]), seconds[i]);
            row += lengths[i];
        }
        Norm norm = graph.embedding().norm();
        if (norm != null) {
            norm.apply(kernels, stream, stream);
        }
    }

    private void check(int[] tokens) {
        Tokens.check(tokens, graph.embedding().vocabularySize());
        if (tokens.length == 0) {
            throw new IllegalArgumentException("an encoder needs at least one token");
        }
        if (tokens.length > contextLength()) {
            throw new ContextOverflowException(tokens.length, contextLength());
        }
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
