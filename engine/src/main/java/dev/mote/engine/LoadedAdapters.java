package dev.mote.engine;

import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.format.ModelFile;
import dev.mote.format.gguf.GgufFile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The adapters of an open model, by name. Thread-safe: the runtime lets one caller at a time
 * through.
 */
final class LoadedAdapters {
    private static final int NAME_LENGTH_MAX = 128;

    private final ModelRuntime runtime;
    private final Map<String, LoraAdapter> byName = new TreeMap<>(); // guarded by the runtime

    LoadedAdapters(ModelRuntime runtime) {
        this.runtime = runtime;
    }

    /** An adapter and the scale that a sequence uses it with. */
    record Use(LoraAdapter adapter, float scale) {}

    /** See {@link Model#loadAdapter}. */
    LoraAdapter load(String name, Path path) {
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new InvalidOptionException(
                    "name of an adapter",
                    "'" + name + "'",
                    "1 to %d characters".formatted(NAME_LENGTH_MAX));
        }
        runtime.requireDecoder();
        ModelFile file = GgufFile.open(path);
        boolean loaded = false;
        try {
            LoraAdapter adapter =
                    runtime.exclusively(() -> {
                        if (byName.containsKey(name)) {
                            throw new InvalidOptionException(
                                    "name of an adapter",
                                    "'" + name + "'",
                                    "one that no other adapter of the model has");
                        }
                        LoraAdapter fresh =
                                new LoraAdapter(
                                        this, name, file, runtime.decoder().model().adapter(file));
                        byName.put(name, fresh);
                        return fresh;
                    });
            loaded = true;
            return adapter;
        } finally {
            if (!loaded) {
                file.close();
            }
        }
    }

    /** The adapters that are loaded, by name. */
    List<LoraAdapter> all() {
        return runtime.exclusively(() -> List.copyOf(byName.values()));
    }

    /**
     * What a generation chose; scales of 0 are as if not chosen.
     *
     * @throws InvalidOptionException if there is no adapter of a name
     */
    List<Use> resolve(List<AdapterChoice> choices) {
        if (choices.isEmpty()) {
            return List.of();
        }
        return runtime.exclusively(() -> {
            List<Use> uses = new ArrayList<>();
            for (AdapterChoice choice : choices) {
                LoraAdapter adapter = byName.get(choice.name());
                if (adapter == null) {
                    throw new InvalidOptionException(
                            "adapter",
                            "'" + choice.name() + "'",
                            byName.isEmpty()
                                    ? "loaded into the model first"
                                    : "one of " + String.join(", ", byName.keySet()));
                }
                if (choice.scale() != 0) {
                    uses.add(new Use(adapter, (float) choice.scale()));
                }
            }
            return List.copyOf(uses);
        });
    }

    /** Unloads one, with the sequences that use it; does nothing if the model is closed. */
    void unload(LoraAdapter adapter) {
        Predicate<Sequence> uses =
                sequence ->
                        sequence.adapters().stream().anyMatch(use -> use.adapter().equals(adapter));
        runtime.retire(
                uses,
                () -> {
                    if (byName.remove(adapter.name(), adapter)) {
                        runtime.prefixes().forget(adapter);
                        adapter.unmap();
                    }
                });
    }

    /** Unmaps all; only when nothing computes. */
    void close() {
        byName.values().forEach(LoraAdapter::unmap);
        byName.clear();
    }
}
