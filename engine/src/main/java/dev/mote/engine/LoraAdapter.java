package dev.mote.engine;

import dev.mote.format.ModelFile;
import dev.mote.model.Adapter;

import java.nio.file.Path;

/**
 * A LoRA adapter, loaded into a {@link Model} under a name that generations choose it by. The
 * model's weights are not changed: what the adapter adds is computed beside them, for the sequences
 * that want it only.
 *
 * <p>Thread-safe. Stays loaded until it or its model is closed.
 */
public final class LoraAdapter implements AutoCloseable {
    private final LoadedAdapters owner;
    private final String name;
    private final ModelFile file;
    private final Adapter adapter;

    LoraAdapter(LoadedAdapters owner, String name, ModelFile file, Adapter adapter) {
        this.owner = owner;
        this.name = name;
        this.file = file;
        this.adapter = adapter;
    }

    /** The name that generations choose it by. */
    public String name() {
        return name;
    }

    /** Where it was opened. */
    public Path path() {
        return file.path();
    }

    /** Weight tensors that it changes. */
    public int tensorCount() {
        return adapter.tensorCount();
    }

    /** What it does to the weights. */
    Adapter adapter() {
        return adapter;
    }

    /**
     * Makes sure that its file was not cut short.
     *
     * @throws dev.mote.format.ModelFormatException if it was
     */
    void requireWhole() {
        file.requireWhole();
    }

    /** Unmaps the file; only when nothing computes with it. */
    void unmap() {
        file.close();
    }

    /**
     * Unloads it. Generations and chats that use it end: their next step throws
     * IllegalStateException.
     */
    @Override
    public void close() {
        owner.unload(this);
    }
}
