package dev.mote.model;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.CrossAttention;
import dev.mote.model.graph.EncoderDecoderGraph;
import dev.mote.model.graph.Pass;
import dev.mote.model.graph.SequenceMemory;
import dev.mote.model.graph.Step;
import dev.mote.model.graph.Workspace;

/** Runs a sequence-to-sequence graph. */
final class GraphEncoderDecoder implements EncoderDecoderModel {
    private final Blueprint blueprint;
    private final EncoderDecoderGraph graph;
    private final Kernels kernels;
    private final Workspace workspace = new Workspace();
    private final Pass pass;
    private final EncoderMemory encoderMemory;
    private final DecoderRun decoder;

    GraphEncoderDecoder(Blueprint blueprint, EncoderDecoderGraph graph, Kernels kernels) {
        this.blueprint = blueprint;
        this.graph = graph;
        this.kernels = kernels;
        pass = new Pass(kernels, workspace);
        encoderMemory = new EncoderMemory(graph.encoderMemory());
        decoder =
                new DecoderRun(
                        graph.embedding(),
                        graph.decoderSteps(),
                        graph.decoderNorm(),
                        graph.head(),
                        kernels,
                        pass);
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
    public int startToken() {
        return graph.startToken();
    }

    @Override
    public long stateBytes(int inputLength, int capacity, BlockType kvType) {
        return Math.addExact(
                graph.decoderMemory().bytes(capacity, kvType),
                graph.crossMemory().bytes(inputLength, kvType));
    }

    @Override
    public DecoderState encode(int[] input, int capacity, BlockType kvType) {
        Tokens.check(input, graph.embedding().vocabularySize());
        if (input.length == 0 || capacity < 1) {
            throw new IllegalArgumentException(
                    "an input of %d tokens and room for %d, expected at least one each"
                            .formatted(input.length, capacity));
        }
        FloatMatrix states = pass.scratch(Workspace.Buffer.STREAM, input.length, hiddenSize());
        pass.at(encoderMemory.of(input.length), 0);
        graph.embedding().apply(pass, input, states);
        for (Step step : graph.encoderSteps()) {
            step.apply(pass, states);
        }
        graph.encoderNorm().apply(kernels, states, states);
        SequenceMemory encoded = new SequenceMemory(graph.crossMemory(), input.length, kvType);
        boolean complete = false;
        try {
            for (CrossAttention attention : graph.crossAttentions()) {
                attention.encode(pass, states, encoded);
            }
            SequenceMemory memory = new SequenceMemory(graph.decoderMemory(), capacity, kvType);
            complete = true;
            return new SequenceState(this, memory, encoded, null, true);
        } finally {
            if (!complete) {
                encoded.close();
            }
        }
    }

    @Override
    public void forward(DecoderState state, int[] tokens, FloatMatrix logits) {
        decoder.forward(SequenceState.of(this, state), tokens, logits);
    }

    @Override
    public void close() {
        encoderMemory.close();
        workspace.close();
        blueprint.close();
    }
}
