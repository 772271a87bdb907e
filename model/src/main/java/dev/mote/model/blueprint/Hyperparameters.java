package dev.mote.model.blueprint;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFormatException;
import dev.mote.model.graph.Pooling;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The numbers that shape a network, read from metadata under the architecture's prefix and checked
 * against limits: a file is not to be trusted.
 *
 * <p>The limits are far above any published model and small enough that products of two of them fit
 * an int.
 */
public final class Hyperparameters {
    private static final int RANK = 4; // of pooling_type, as llama.cpp numbers them
    private static final int LAYERS_MAX = 512;
    private static final int WIDTH_MAX = 1 << 20;
    private static final int HEADS_MAX = 1 << 14;
    private static final int HEAD_SIZE_MAX = 1 << 14;
    private static final int FEED_FORWARD_MAX = 1 << 24;

    private final Metadata metadata;
    private final String architecture;
    private final int layerCount;
    private final int hiddenSize;
    private final int contextLength;

    Hyperparameters(Metadata metadata, String architecture) {
        this.metadata = metadata;
        this.architecture = architecture;
        layerCount = integer("block_count", 1, LAYERS_MAX);
        hiddenSize = integer("embedding_length", 1, WIDTH_MAX);
        contextLength = integer("context_length", 1, Integer.MAX_VALUE);
    }

    /** Architecture name, which is also the prefix of the keys. */
    public String architecture() {
        return architecture;
    }

    /** Number of layers. */
    public int layerCount() {
        return layerCount;
    }

    /** Width of the residual stream. */
    public int hiddenSize() {
        return hiddenSize;
    }

    /** Positions the model was trained for. */
    public int contextLength() {
        return contextLength;
    }

    /** The heads of one layer; zero key/value heads mean a layer without attention. */
    public HeadLayout heads(int layer) {
        int heads = perLayer("attention.head_count", layer, 1, HEADS_MAX, OptionalInt.empty());
        int kvHeads =
                perLayer("attention.head_count_kv", layer, 0, HEADS_MAX, OptionalInt.of(heads));
        if (kvHeads > 0 && heads % kvHeads != 0) {
            throw invalid(
                    "attention.head_count_kv",
                    "%d heads cannot share %d key/value heads evenly".formatted(heads, kvHeads));
        }
        OptionalInt even =
                hiddenSize % heads == 0 ? OptionalInt.of(hiddenSize / heads) : OptionalInt.empty();
        int keySize = integer("attention.key_length", 1, HEAD_SIZE_MAX, even);
        int valueSize = integer("attention.value_length", 1, HEAD_SIZE_MAX, even);
        return new HeadLayout(heads, kvHeads, keySize, valueSize);
    }

    /** Inner width of a layer's feed-forward network. */
    public int feedForwardSize(int layer) {
        return perLayer("feed_forward_length", layer, 1, FEED_FORWARD_MAX, OptionalInt.empty());
    }

    /** Number of experts, 0 for dense models. */
    public int expertCount() {
        return integer("expert_count", 0, 4096, OptionalInt.of(0));
    }

    /** Experts consulted for each token. */
    public int expertUsedCount() {
        return integer("expert_used_count", 1, Math.max(1, expertCount()));
    }

    /** Inner width of one expert. */
    public int expertFeedForwardSize(int layer) {
        return has("expert_feed_forward_length")
                ? integer("expert_feed_forward_length", 1, FEED_FORWARD_MAX)
                : feedForwardSize(layer);
    }

    /** Epsilon of RMS norms. */
    public float rmsNormEpsilon() {
        return epsilon("attention.layer_norm_rms_epsilon");
    }

    /** Epsilon of layer norms. */
    public float layerNormEpsilon() {
        return epsilon("attention.layer_norm_epsilon");
    }

    /**
     * Whether a layer sees a sliding window only: all but every {@code period}-th, unless the file
     * gives another period or a flag for each layer.
     */
    public boolean isLocal(int layer, int period) {
        String key = "attention.sliding_window_pattern";
        if (metadata.value(path(key)).orElse(period) instanceof List<?> flags) {
            if (layer < flags.size() && flags.get(layer) instanceof Boolean flag) {
                return flag;
            }
            throw invalid(key, "has no boolean for layer %d".formatted(layer));
        }
        int actual = integer(key, 1, LAYERS_MAX, OptionalInt.of(period));
        return (layer + 1) % actual != 0;
    }

    /** Whether an encoder judges pairs of texts instead of embedding texts. */
    public boolean ranks() {
        return integer("pooling_type", 0, RANK, OptionalInt.of(1)) == RANK;
    }

    /** How an encoder pools, the mean where the file does not say. */
    public Pooling pooling() {
        int type = integer("pooling_type", 0, RANK, OptionalInt.of(1));
        return switch (type) {
            case 0, 1 -> Pooling.MEAN;
            case 2 -> Pooling.FIRST;
            case 3 -> Pooling.LAST;
            default ->
                    throw invalid(
                            "pooling_type",
                            "is 4: a reranker of this architecture is not supported, only"
                                    + " embeddings");
        };
    }

    /** Whether the key is present. */
    public boolean has(String key) {
        return metadata.value(path(key)).isPresent();
    }

    /** An integer within limits that must be there. */
    public int integer(String key, int min, int max) {
        return integer(key, min, max, OptionalInt.empty());
    }

    /** An integer within limits. */
    public int integer(String key, int min, int max, OptionalInt fallback) {
        int value =
                fallback.isPresent()
                        ? metadata.integer(path(key)).orElse(fallback.getAsInt())
                        : metadata.requireInteger(path(key));
        return checked(key, value, min, max);
    }

    /** A finite number that must be there. */
    public float number(String key) {
        return finite(key, metadata.requireNumber(path(key)));
    }

    /** A finite number. */
    public float number(String key, float fallback) {
        return finite(key, metadata.number(path(key)).orElse((double) fallback));
    }

    /** A finite number above zero. */
    public float positive(String key, OptionalDouble fallback) {
        double value =
                fallback.isPresent()
                        ? metadata.number(path(key)).orElse(fallback.getAsDouble())
                        : metadata.requireNumber(path(key));
        if (!(finite(key, value) > 0)) {
            throw invalid(key, "is %s, expected a number above 0".formatted(value));
        }
        return (float) value;
    }

    /** A string. */
    public String text(String key, String fallback) {
        return metadata.string(path(key)).orElse(fallback);
    }

    /** A boolean. */
    public boolean flag(String key, boolean fallback) {
        return metadata.bool(path(key)).orElse(fallback);
    }

    /** A value outside the architecture's prefix, or of a type of its own. */
    Metadata metadata() {
        return metadata;
    }

    /** The exception for a value that cannot be. */
    public ModelFormatException invalid(String key, String detail) {
        return new ModelFormatException(
                metadata.source(), "metadata key '%s': %s".formatted(path(key), detail));
    }

    String path(String key) {
        return architecture + "." + key;
    }

    /** Some keys hold one number for all layers or an array with one for each. */
    private int perLayer(String key, int layer, int min, int max, OptionalInt fallback) {
        if (!has(key) && fallback.isPresent()) {
            return checked(key, fallback.getAsInt(), min, max);
        }
        if (metadata.value(path(key)).orElse(0) instanceof List<?> list
                && list.size() > LAYERS_MAX) {
            throw invalid(key, "has %d values, at most %d".formatted(list.size(), LAYERS_MAX));
        }
        int[] values = metadata.integers(path(key)).orElseThrow(() -> invalid(key, "is missing"));
        if (values.length == 1) {
            return checked(key, values[0], min, max);
        }
        if (layer >= values.length) {
            throw invalid(key, "has %d values for %d layers".formatted(values.length, layerCount));
        }
        return checked(key, values[layer], min, max);
    }

    private int checked(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw invalid(key, "is %d, expected %d to %d".formatted(value, min, max));
        }
        return value;
    }

    private float epsilon(String key) {
        float value = number(key);
        if (!(value >= 0)) {
            throw invalid(key, "is %s, expected a number from 0 on".formatted(value));
        }
        return value;
    }

    private float finite(String key, double value) {
        if (!Float.isFinite((float) value)) {
            throw invalid(key, "is %s, expected a finite number".formatted(value));
        }
        return (float) value;
    }
}
