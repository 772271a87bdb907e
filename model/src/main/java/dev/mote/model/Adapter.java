package dev.mote.model;

import dev.mote.model.graph.AdapterWeights;

/**
 * A LoRA adapter that fits one model: low-rank changes of some of its weights (arXiv:2106.09685).
 * Uses the mapped memory of its file, which must outlive it. Immutable and thread-safe.
 *
 * @see DecoderModel#adapter
 */
public final class Adapter {
    private final Object model;
    private final AdapterWeights weights;
    private final int tensorCount;

    Adapter(Object model, AdapterWeights weights, int tensorCount) {
        this.model = model;
        this.weights = weights;
        this.tensorCount = tensorCount;
    }

    /**
     * An adapter and how strongly it acts.
     *
     * @param strength factor on the adapter's own scale; 1 as trained, 0 for no effect
     */
    public record Use(Adapter adapter, float strength) {
        /** Refuses factors that are not finite. */
        public Use {
            if (!Float.isFinite(strength)) {
                throw new IllegalArgumentException("an adapter's strength is " + strength);
            }
        }
    }

    /** Weight tensors that it changes. */
    public int tensorCount() {
        return tensorCount;
    }

    /**
     * The weights, for the model that read them.
     *
     * @throws IllegalArgumentException if another model did
     */
    AdapterWeights weightsFor(Object asking) {
        if (!model.equals(asking)) {
            throw new IllegalArgumentException("the adapter was loaded for another model");
        }
        return weights;
    }
}
