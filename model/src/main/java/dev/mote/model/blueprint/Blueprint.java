package dev.mote.model.blueprint;

import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.WeightMatrix;
import dev.mote.model.graph.Classifier;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.Linear;
import dev.mote.model.graph.MemoryPlan;
import dev.mote.model.graph.Norm;
import dev.mote.model.graph.OutputHead;
import dev.mote.model.graph.Place;
import dev.mote.model.graph.Rope;
import dev.mote.model.graph.Step;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What an architecture reads its parts from: hyperparameters, and weights in the shapes these
 * imply.
 *
 * <p>Every method that names a tensor throws {@link ModelFormatException} if it is missing or has
 * another shape. Biases are taken wherever the file has them.
 */
public final class Blueprint implements AutoCloseable {
    private final Hyperparameters hyperparameters;
    private final Weights weights;
    private final MemoryPlan memory;
    private final String widthReason;
    private final Map<String, WeightMatrix> adaptable = new LinkedHashMap<>();

    private Blueprint(ModelFile file, String architecture, MemoryPlan memory) {
        hyperparameters = new Hyperparameters(file.metadata(), architecture);
        weights = new Weights(file, architecture);
        this.memory = memory;
        widthReason = "embedding_length " + hyperparameters.hiddenSize();
    }

    /** Begins to read a file. Close frees what was decoded, the file stays open. */
    public static Blueprint of(ModelFile file, String architecture, MemoryPlan memory) {
        return new Blueprint(file, architecture, memory);
    }

    /** The numbers. */
    public Hyperparameters hyperparameters() {
        return hyperparameters;
    }

    /** What sequences have to remember, filled by the layers as they are read. */
    public MemoryPlan memory() {
        return memory;
    }

    /** Whether the file has the tensor. */
    public boolean has(String tensor) {
        return weights.has(tensor);
    }

    /**
     * Whether rows of query and key weights lie as GGUF files have them, for which adapters in GGUF
     * are made.
     */
    boolean rowsAsInGguf() {
        return !hyperparameters.text("rope.pairing", "").equals("halves");
    }

    /** Token embeddings; their rows are the vocabulary. */
    public Embedding embedding() {
        String name = "token_embd.weight";
        List<Integer> shape = weights.shape(name);
        return Embedding.of(
                weights.matrix(name, shape.getFirst(), hyperparameters.hiddenSize(), widthReason));
    }

    /** Learned absolute positions for the whole context. */
    public WeightMatrix positions() {
        return weights.matrix(
                "position_embd.weight",
                hyperparameters.contextLength(),
                hyperparameters.hiddenSize(),
                "context_length %d and %s".formatted(hyperparameters.contextLength(), widthReason));
    }

    /** The head of a cross-encoder, which gives one logit. */
    public Classifier classifier() {
        int width = hyperparameters.hiddenSize();
        String reason = "pooling_type 4 (rank) and " + widthReason;
        Linear dense = null;
        Linear output = null;
        boolean two = weights.has("cls.output.weight");
        if (weights.has("cls.weight") || !two) {
            int rows = two ? weights.shape("cls.weight").getFirst() : 1;
            dense = linear("cls", rows, width, reason);
            width = rows;
        }
        if (two) {
            output = linear("cls.output", 1, width, reason);
        }
        return new Classifier(dense, output, tokenTypes());
    }

    /** Rows 0 and 1 of the token type embeddings, as far as the file has them. */
    private List<FloatMatrix> tokenTypes() {
        FloatMatrix first = tokenType();
        if (first == null) {
            return List.of();
        }
        List<Integer> shape = weights.shape("token_types.weight");
        int types = shape.size() == 1 ? 1 : shape.getFirst();
        return types < 2
                ? List.of(first)
                : List.of(
                        first,
                        weights.table(
                                        "token_types.weight",
                                        types,
                                        hyperparameters.hiddenSize(),
                                        widthReason)
                                .rows(1, 1));
    }

    /** Row 0 of the token type embeddings, if the file has them. */
    public @Nullable FloatMatrix tokenType() {
        String name = "token_types.weight";
        if (!weights.has(name)) {
            return null;
        }
        int types = weights.shape(name).size() == 1 ? 1 : weights.shape(name).getFirst();
        return weights.table(name, types, hyperparameters.hiddenSize(), widthReason).rows(0, 1);
    }

    /** An RMS norm of the residual stream. */
    public Norm rmsNorm(String name) {
        return new Norm.RootMeanSquare(vector(name + ".weight"), hyperparameters.rmsNormEpsilon());
    }

    /** A layer norm of the residual stream. */
    public Norm layerNorm(String name) {
        return new Norm.Layer(
                vector(name + ".weight"),
                weights.has(name + ".bias") ? vector(name + ".bias") : null,
                hyperparameters.layerNormEpsilon());
    }

    /** The output projection, or the token embeddings where the file has none (tied weights). */
    public OutputHead head(Embedding embedding) {
        if (!weights.has("output.weight")) {
            return OutputHead.of(new Linear(embedding.tokens(), null));
        }
        return OutputHead.of(
                linear(
                        "output",
                        embedding.vocabularySize(),
                        hyperparameters.hiddenSize(),
                        "a vocabulary of %d and %s"
                                .formatted(embedding.vocabularySize(), widthReason)));
    }

    /** A projection [outputs, inputs] called {@code name}. */
    public Linear linear(String name, int outputs, int inputs, String reason) {
        String tensor = name + ".weight";
        WeightMatrix weight = weights.matrix(tensor, outputs, inputs, reason);
        adaptable.put(tensor, weight);
        return new Linear(
                weight,
                weights.has(name + ".bias")
                        ? weights.vector(name + ".bias", outputs, reason)
                        : null,
                new Place(tensor, 0, outputs));
    }

    /** A projection that adapters cannot change. */
    WeightMatrix matrix(String name, int outputs, int inputs, String reason) {
        return weights.matrix(name + ".weight", outputs, inputs, reason);
    }

    /** The weights that adapters can change, by tensor, once the model is read. */
    public Map<String, WeightMatrix> adaptable() {
        return Collections.unmodifiableMap(adaptable);
    }

    /** A small matrix as F32. */
    public FloatMatrix table(String name, int rows, int columns, String reason) {
        return weights.table(name, rows, columns, reason);
    }

    /** Rotary embeddings as the metadata describes them, in the pairing of the architecture. */
    public Rope rope(RopeTable.Pairing pairing) {
        return ropes(pairing).scaled();
    }

    /** Rotary embeddings with the model's base frequency and without any stretching. */
    public Rope plainRope(RopeTable.Pairing pairing) {
        return ropes(pairing).plain(null, OptionalDouble.empty());
    }

    /** Rotary embeddings without stretching whose base is under a key of its own. */
    public Rope plainRope(RopeTable.Pairing pairing, String baseKey, double fallback) {
        return ropes(pairing).plain(baseKey, OptionalDouble.of(fallback));
    }

    /** Reads every layer in order; each gives the steps it consists of. */
    public List<Step> layers(Function<LayerBlueprint, List<? extends Step>> reader) {
        return layers("blk", hyperparameters.layerCount(), memory, reader);
    }

    /** As {@link #layers(Function)} for a stack under another name, with memory of its own. */
    public List<Step> layers(
            String stack,
            int count,
            MemoryPlan memory,
            Function<LayerBlueprint, List<? extends Step>> reader) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.addAll(
                    reader.apply(new LayerBlueprint(this, weights, memory, stack + "." + i, i)));
        }
        return steps;
    }

    /** Marks a tensor of the whole model as known though nothing is computed from it. */
    public void ignore(String name) {
        weights.ignore(name);
    }

    /** Refuses a file with tensors that no part has asked for. */
    public void requireAllTensorsUsed() {
        weights.requireAllUsed();
    }

    String widthReason() {
        return widthReason;
    }

    private FloatMatrix vector(String name) {
        return weights.vector(name, hyperparameters.hiddenSize(), widthReason);
    }

    /**
     * A file may say that its heads are paired otherwise than usual for the architecture: Hugging
     * Face checkpoints keep the halves of a rotated pair apart where GGUF has them side by side.
     */
    private RopeReader ropes(RopeTable.Pairing usual) {
        RopeTable.Pairing pairing =
                hyperparameters.text("rope.pairing", "").equals("halves")
                        ? RopeTable.Pairing.HALVES
                        : usual;
        return new RopeReader(
                hyperparameters,
                weights,
                pairing,
                hyperparameters.heads(attentionLayer()).keySize());
    }

    /** Any layer with attention; head sizes are the same in all. */
    private int attentionLayer() {
        for (int i = 0; i < hyperparameters.layerCount(); i++) {
            if (hyperparameters.heads(i).kvCount() > 0) {
                return i;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        weights.close();
    }
}
