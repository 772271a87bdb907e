package dev.mote.model;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.DecoderGraph;
import dev.mote.model.graph.Pass;
import dev.mote.model.graph.SequenceMemory;
import dev.mote.model.graph.Step;
import dev.mote.model.graph.Workspace;

import java.util.Arrays;

/**
 * Runs a decoder graph.
 *
 * <p>A long prompt goes through the layers in chunks, which bounds scratch memory; the chunks'
 * results do not depend on where it is cut.
 */
final class GraphDecoder implements DecoderModel {
    private static final int CHUNK_ROWS = 512;

    private final Blueprint blueprint;
    private final DecoderGraph graph;
    private final Kernels kernels;
    private final Workspace workspace = new Workspace();
    private final Pass pass;

    GraphDecoder(Blueprint blueprint, DecoderGraph graph, Kernels kernels) {
        this.blueprint = blueprint;
        this.graph = graph;
        this.kernels = kernels;
        pass = new Pass(kernels, workspace);
    }

    @Override
    public String architecture() {
        return blueprint.hyperparameters().architecture();
    }

    @Override
    public int vocabularySize() {
        return graph.head().projection().outputs();
    }

    @Override
    public int contextLength() {
        return blueprint.hyperparameters().contextLength();
    }

    @Override
    public int hiddenSize() {
        return graph.embedding().hiddenSize();
    }

    @Override
    public long stateBytes(int capacity, BlockType kvType) {
        return graph.memory().bytes(capacity, kvType);
    }

    @Override
    public DecoderState newState(int capacity, BlockType kvType) {
        if (capacity < 1 || capacity > graph.embedding().positionCount()) {
            throw new IllegalArgumentException(
                    "capacity %d: %s has 1 to %d positions"
                            .formatted(
                                    capacity, architecture(), graph.embedding().positionCount()));
        }
        return new SequenceState(
                this,
                new SequenceMemory(graph.memory(), capacity, kvType),
                graph.memory().canTruncate());
    }

    @Override
    public void forward(DecoderState state, int[] tokens, FloatMatrix logits) {
        run(state, tokens, logits, vocabularySize(), true);
    }

    @Override
    public void hidden(DecoderState state, int[] tokens, FloatMatrix hidden) {
        run(state, tokens, hidden, hiddenSize(), false);
    }

    private void run(
            DecoderState state, int[] tokens, FloatMatrix result, int width, boolean project) {
        SequenceState sequence = SequenceState.of(this, state);
        Tokens.check(tokens, graph.embedding().vocabularySize());
        if (result.columns() != width || result.rows() > tokens.length) {
            throw new IllegalArgumentException(
                    "result [%d, %d] for %d tokens, expected at most [%d, %d]"
                            .formatted(
                                    result.rows(),
                                    result.columns(),
                                    tokens.length,
                                    tokens.length,
                                    width));
        }
        sequence.requireRoom(tokens.length);
        int firstWanted = tokens.length - result.rows();
        for (int from = 0; from < tokens.length; from += CHUNK_ROWS) {
            int n = Math.min(CHUNK_ROWS, tokens.length - from);
            int[] chunk = n == tokens.length ? tokens : Arrays.copyOfRange(tokens, from, from + n);
            FloatMatrix stream = pass.scratch(Workspace.Buffer.STREAM, n, hiddenSize());
            pass.at(sequence.memory(), sequence.position() + from);
            graph.embedding().apply(pass, chunk, stream);
            for (Step step : graph.steps()) {
                step.apply(pass, stream);
            }
            int wanted = from + n - Math.max(firstWanted, from);
            if (wanted > 0) {
                finish(stream, wanted, result, from + n - wanted - firstWanted, project);
            }
        }
        sequence.advance(tokens.length);
    }

    /** Norms and projects the last {@code count} rows into the result from row {@code at} on. */
    private void finish(
            FloatMatrix stream, int count, FloatMatrix result, int at, boolean project) {
        FloatMatrix last = part(stream, stream.rows() - count, count);
        FloatMatrix target = part(result, at, count);
        if (!project) {
            graph.outputNorm().apply(kernels, last, target);
            return;
        }
        FloatMatrix normed = pass.scratch(Workspace.Buffer.NORMED, count, stream.columns());
        graph.outputNorm().apply(kernels, last, normed);
        graph.head().apply(kernels, normed, target);
    }

    private static FloatMatrix part(FloatMatrix matrix, int from, int count) {
        return count == matrix.rows() ? matrix : matrix.rows(from, count);
    }

    @Override
    public void close() {
        workspace.close();
        blueprint.close();
    }
}
