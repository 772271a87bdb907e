package dev.mote.serve;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A model that requests may ask for: open already, or opened when the first one does.
 *
 * @param id the name
 * @param bytes memory it is thought to take before it was ever open; 0 for one that is open
 * @param adapters names of its LoRA adapters; requests choose one as {@code id:adapter}
 * @param open the model if it stays open; whoever opened it closes it, after the server
 * @param opening opens it, its adapters loaded; the server closes what it gives
 */
public record OfferedModel(
        String id,
        long bytes,
        List<String> adapters,
        Optional<ServedModel> open,
        Supplier<ServedModel> opening) {
    /** Copies the list. */
    public OfferedModel {
        adapters = List.copyOf(adapters);
    }

    /** One that is open and stays so. */
    public static OfferedModel of(ServedModel model) {
        return new OfferedModel(model.id(), 0, List.of(), Optional.of(model), () -> model);
    }

    /**
     * One that is opened when it is asked for.
     *
     * @param bytes size of its files
     */
    public static OfferedModel onDemand(
            String id, long bytes, List<String> adapters, Supplier<ServedModel> opening) {
        return new OfferedModel(id, bytes, adapters, Optional.empty(), opening);
    }
}
