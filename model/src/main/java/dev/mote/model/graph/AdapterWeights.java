package dev.mote.model.graph;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The low-rank changes of one adapter by tensor. Uses the memory of the adapter's file. Immutable
 * to the eye and thread-safe.
 */
public final class AdapterWeights {
    private final Map<String, LowRank> byTensor;
    private final @Nullable LowRank embedding;
    private final Map<Place, Optional<LowRank>> byPlace = new ConcurrentHashMap<>();

    /**
     * Takes changes whose shapes were checked.
     *
     * @param byTensor of linear layers, by the name of the weight they change
     * @param embedding of the token embeddings, or none
     */
    public AdapterWeights(Map<String, LowRank> byTensor, @Nullable LowRank embedding) {
        this.byTensor = Map.copyOf(byTensor);
        this.embedding = embedding;
    }

    /** The change at a place, null for none. */
    @Nullable LowRank at(Place place) {
        Optional<LowRank> found = byPlace.get(place);
        if (found == null) {
            found =
                    Optional.ofNullable(byTensor.get(place.tensor()))
                            .map(whole -> whole.outputs(place.firstOutput(), place.outputs()));
            byPlace.put(place, found);
        }
        return found.orElse(null);
    }

    /** The change of the token embeddings, null for none. */
    @Nullable LowRank embedding() {
        return embedding;
    }
}
