package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;

import java.util.List;

/**
 * The adapters of one sequence, each with its strength; what they add is added up.
 *
 * @param parts empty for the model as it is
 */
public record AdapterMix(List<Part> parts) {
    /** No adapter. */
    public static final AdapterMix NONE = new AdapterMix(List.of());

    /** One adapter and the factor the caller wants. */
    public record Part(AdapterWeights weights, float strength) {}

    /** Copies the list. */
    public AdapterMix {
        parts = List.copyOf(parts);
    }

    /** Adds to y what the adapters make of x at this place. */
    void apply(Pass pass, Place place, FloatMatrix x, FloatMatrix y) {
        for (Part part : parts) {
            LowRank change = part.weights().at(place);
            if (change != null) {
                change.apply(pass, part.strength(), x, y);
            }
        }
    }

    /** Adds to y what the adapters add to the embeddings of these tokens. */
    void embed(Pass pass, int[] ids, FloatMatrix y) {
        for (Part part : parts) {
            LowRank change = part.weights().embedding();
            if (change != null) {
                change.lookUp(pass, part.strength(), ids, y);
            }
        }
    }
}
