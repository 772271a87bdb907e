package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

import org.jspecify.annotations.Nullable;

/**
 * What the layers need to know about the forward pass they are part of: the kernels, the scratch
 * memory, the sequence's memory and where in the sequence its rows are.
 *
 * <p>One instance serves all passes of a model and is pointed at each in turn.
 */
public final class Pass {
    private final Kernels kernels;
    private final Workspace workspace;
    private @Nullable SequenceMemory memory;
    private @Nullable SequenceMemory encoded;
    private int firstPosition;

    /** Binds what stays the same. */
    public Pass(Kernels kernels, Workspace workspace) {
        this.kernels = kernels;
        this.workspace = workspace;
    }

    /** Points at rows that begin at {@code firstPosition} of a sequence. */
    public void at(SequenceMemory memory, int firstPosition) {
        this.memory = memory;
        this.firstPosition = firstPosition;
    }

    /** Gives cross attention the keys and values of the encoder's output. */
    public void attendTo(SequenceMemory encoded) {
        this.encoded = encoded;
    }

    /** The arithmetic. */
    public Kernels kernels() {
        return kernels;
    }

    /** Scratch memory. */
    public FloatMatrix scratch(Workspace.Buffer buffer, int rows, int columns) {
        return workspace.matrix(buffer, rows, columns);
    }

    /** The sequence's memory. */
    public SequenceMemory memory() {
        return present(memory);
    }

    /** Keys and values of the encoder's output. */
    public SequenceMemory encoded() {
        return present(encoded);
    }

    /** Position of row 0 in the sequence. */
    public int firstPosition() {
        return firstPosition;
    }

    private static SequenceMemory present(@Nullable SequenceMemory memory) {
        if (memory == null) {
            throw new IllegalStateException("a layer needs memory that this pass does not have");
        }
        return memory;
    }
}
