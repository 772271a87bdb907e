package dev.mote.model.blueprint;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.kernel.WeightMatrix;
import dev.mote.model.graph.AdapterWeights;
import dev.mote.model.graph.Embedding;
import dev.mote.model.graph.LowRank;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a LoRA adapter in llama.cpp's format and checks it against the model it is for.
 *
 * <p>The format is a GGUF file with these keys:
 *
 * <ul>
 *   <li>{@code general.type} = {@code adapter}, {@code adapter.type} = {@code lora}
 *   <li>{@code general.architecture}, the model's
 *   <li>{@code adapter.lora.alpha}, a number: changes are scaled by alpha / rank; 0 or absent for 1
 * </ul>
 *
 * and for each changed weight NAME two tensors in any encoding: {@code NAME.lora_a} [rank, inputs]
 * and {@code NAME.lora_b} [outputs, rank], outermost size first. Those of {@code
 * token_embd.weight}, from which rows are looked up, are [vocabulary, rank] and [hiddenSize, rank].
 *
 * <p>Whatever else a file holds is refused, since leaving it out would compute something else.
 */
public final class AdapterReader {
    /** Far beyond what is trained; bounds scratch memory. */
    private static final int RANK_MAX = 4096;

    private static final String EMBEDDING = "token_embd.weight";
    private static final String DOWN = ".lora_a";
    private static final String UP = ".lora_b";

    private final Blueprint model;
    private final Embedding embedding;
    private final ModelFile file;
    private final String source;
    private final double alpha;

    private AdapterReader(Blueprint model, Embedding embedding, ModelFile file) {
        this.model = model;
        this.embedding = embedding;
        this.file = file;
        source = file.metadata().source();
        alpha = checkedMetadata();
    }

    /**
     * Reads an adapter; nothing is copied.
     *
     * @throws ModelFormatException if it is malformed, of another kind or for another model
     */
    public static AdapterWeights read(Blueprint model, Embedding embedding, ModelFile file) {
        return new AdapterReader(model, embedding, file).weights();
    }

    /** Weight tensors that an adapter file changes. */
    public static int tensorCount(ModelFile file) {
        return file.tensors().size() / 2;
    }

    private double checkedMetadata() {
        Metadata metadata = file.metadata();
        String type = metadata.string("general.type").orElse("model");
        if (!type.equals("adapter")) {
            throw invalid("is a %s, an adapter (general.type) was expected".formatted(type));
        }
        String kind = metadata.requireString("adapter.type");
        if (!kind.equals("lora")) {
            throw invalid("is an adapter of type '%s', this build knows 'lora'".formatted(kind));
        }
        String architecture = metadata.requireString("general.architecture");
        String own = model.hyperparameters().architecture();
        if (!architecture.equals(own)) {
            throw invalid(
                    "is an adapter for architecture %s, the model is %s"
                            .formatted(architecture, own));
        }
        if (metadata.value("adapter.alora.invocation_tokens").isPresent()) {
            throw invalid(
                    "acts only after its invocation tokens (activated LoRA), which this build does"
                            + " not do");
        }
        if (!model.rowsAsInGguf()) {
            throw invalid(
                    "is in the layout of GGUF models and does not fit a Hugging Face checkpoint;"
                            + " convert the model to GGUF");
        }
        double found = metadata.number("adapter.lora.alpha").orElse(0.0);
        if (!Float.isFinite((float) found)) {
            throw invalid("metadata key 'adapter.lora.alpha' is %s".formatted(found));
        }
        return found;
    }

    private AdapterWeights weights() {
        if (file.tensors().isEmpty()) {
            throw invalid("has no tensors");
        }
        Map<String, LowRank> changes = new TreeMap<>();
        LowRank ofEmbedding = null;
        for (String name : file.tensors().keySet()) {
            if (name.endsWith(DOWN)) {
                String changed = name.substring(0, name.length() - DOWN.length());
                if (changed.equals(EMBEDDING)) {
                    ofEmbedding = embedding();
                } else {
                    changes.put(changed, change(changed));
                }
            } else if (!name.endsWith(UP)) {
                throw invalid(
                        "tensor '%s' is neither %s nor %s of a weight; without it the adapter would compute something else"
                                .formatted(name, DOWN, UP));
            } else {
                tensor(name.substring(0, name.length() - UP.length()) + DOWN);
            }
        }
        return new AdapterWeights(changes, ofEmbedding);
    }

    private LowRank change(String name) {
        WeightMatrix weight = model.adaptable().get(name);
        if (weight == null) {
            throw invalid(
                    model.has(name)
                            ? "changes tensor '%s', for which there are no adapters in this build; merge it into the model"
                                    .formatted(name)
                            : "changes tensor '%s', which the model does not have; it was made for another model"
                                    .formatted(name));
        }
        TensorInfo down = matrix(name + DOWN);
        TensorInfo up = matrix(name + UP);
        int rank = down.shape().getFirst();
        expect(down, rank, weight.columns());
        expect(up, weight.rows(), rank);
        return lowRank(down, up, rank);
    }

    private LowRank embedding() {
        if (!model.has("output.weight")) {
            throw invalid(
                    "changes tensor '%s', which the model also uses as its output; merge it into the model"
                            .formatted(EMBEDDING));
        }
        TensorInfo down = matrix(EMBEDDING + DOWN);
        TensorInfo up = matrix(EMBEDDING + UP);
        int rank = down.shape().getLast();
        expect(down, embedding.vocabularySize(), rank);
        expect(up, embedding.hiddenSize(), rank);
        return lowRank(down, up, rank);
    }

    private LowRank lowRank(TensorInfo down, TensorInfo up, int rank) {
        if (rank > RANK_MAX) {
            throw invalid(
                    "tensor '%s' has rank %d, expected at most %d"
                            .formatted(down.name(), rank, RANK_MAX));
        }
        return new LowRank(wrap(down), wrap(up), alpha == 0 ? 1 : (float) (alpha / rank));
    }

    private WeightMatrix wrap(TensorInfo tensor) {
        int columns = tensor.shape().getLast();
        if (columns % tensor.type().blockSize() != 0) {
            throw invalid(
                    "tensor '%s': rows of %d values are no whole number of %s blocks of %d"
                            .formatted(
                                    tensor.name(),
                                    columns,
                                    tensor.type(),
                                    tensor.type().blockSize()));
        }
        return WeightMatrix.of(
                tensor.type(), tensor.shape().getFirst(), columns, file.data(tensor.name()));
    }

    /** A tensor of two sizes; a file may have dropped an outer size of one. */
    private TensorInfo matrix(String name) {
        TensorInfo found = tensor(name);
        List<Integer> shape = found.shape();
        if (shape.size() == 1) {
            return new TensorInfo(
                    name, found.type(), List.of(1, shape.getFirst()), found.byteSize());
        }
        if (shape.size() != 2) {
            throw invalid("tensor '%s' is %s, a matrix was expected".formatted(name, shape));
        }
        return found;
    }

    private void expect(TensorInfo tensor, int rows, int columns) {
        List<Integer> expected = List.of(rows, columns);
        if (!tensor.shape().equals(expected)) {
            throw invalid(
                    "tensor '%s' is %s, the model and the adapter's rank need %s; it was made for another model"
                            .formatted(tensor.name(), tensor.shape(), expected));
        }
    }

    private TensorInfo tensor(String name) {
        TensorInfo found = file.tensors().get(name);
        if (found == null) {
            throw invalid("tensor '%s' is missing".formatted(name));
        }
        return found;
    }

    private ModelFormatException invalid(String what) {
        return new ModelFormatException(source, what);
    }
}
