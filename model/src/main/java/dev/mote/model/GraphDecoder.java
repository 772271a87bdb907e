package dev.mote.model;

import dev.mote.format.ModelFile;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.model.blueprint.AdapterReader;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.DecoderGraph;
import dev.mote.model.graph.MemoryPlan;
import dev.mote.model.graph.Pass;
import dev.mote.model.graph.SequenceMemory;
import dev.mote.model.graph.Workspace;
import dev.mote.model.memory.KvPool;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Runs a decoder graph. */
final class GraphDecoder implements DecoderModel {
    private final Blueprint blueprint;
    private final DecoderGraph graph;
    private final Workspace workspace = new Workspace();
    private final DecoderRun run;

    GraphDecoder(Blueprint blueprint, DecoderGraph graph, Kernels kernels) {
        this.blueprint = blueprint;
        this.graph = graph;
        run =
                new DecoderRun(
                        graph.embedding(),
                        graph.steps(),
                        graph.outputNorm(),
                        graph.head(),
                        kernels,
                        new Pass(kernels, workspace));
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
        return graph.memory().pagedBytes(capacity, kvType);
    }

    @Override
    public boolean canTruncate() {
        return graph.memory().canTruncate();
    }

    @Override
    public DecoderState newState(int capacity, BlockType kvType) {
        KvPool own = newPool(kvType, Long.MAX_VALUE);
        return newState(capacity, own, own);
    }

    @Override
    public DecoderState newState(int capacity, KvPool pool) {
        return newState(capacity, pool, null);
    }

    @Override
    public KvPool newPool(BlockType kvType, long bytesMax) {
        List<Long> pageBytes =
                graph.memory().groups(kvType).stream().map(MemoryPlan.Group::pageBytes).toList();
        return new KvPool(kvType, pageBytes, bytesMax);
    }

    @Override
    public boolean mixesTokens() {
        return blueprint.hyperparameters().expertCount() > 0;
    }

    private DecoderState newState(int capacity, KvPool pool, @Nullable KvPool own) {
        if (capacity < 1 || capacity > graph.embedding().positionCount()) {
            throw new IllegalArgumentException(
                    "capacity %d: %s has 1 to %d positions"
                            .formatted(
                                    capacity, architecture(), graph.embedding().positionCount()));
        }
        return new SequenceState(
                this,
                SequenceMemory.paged(graph.memory(), capacity, pool),
                null,
                own,
                graph.memory().canTruncate());
    }

    @Override
    public void forward(DecoderState state, int[] tokens, FloatMatrix logits) {
        run.forward(SequenceState.of(this, state), tokens, logits);
    }

    @Override
    public void forward(DecoderState[] states, int[] lengths, int[] tokens, FloatMatrix logits) {
        SequenceState[] sequences = new SequenceState[states.length];
        for (int i = 0; i < states.length; i++) {
            sequences[i] = SequenceState.of(this, states[i]);
        }
        run.forwardEach(sequences, lengths, tokens, logits);
    }

    @Override
    public Adapter adapter(ModelFile file) {
        return new Adapter(
                this,
                AdapterReader.read(blueprint, graph.embedding(), file),
                AdapterReader.tensorCount(file));
    }

    @Override
    public void hidden(DecoderState state, int[] tokens, FloatMatrix hidden) {
        run.hidden(SequenceState.of(this, state), tokens, hidden);
    }

    @Override
    public void close() {
        workspace.close();
        blueprint.close();
    }
}
