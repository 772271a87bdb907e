package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

import org.jspecify.annotations.Nullable;

/**
 * What the layers need to know about the forward pass they are part of: the kernels, the scratch
 * memory, the sequence's memory and where in the sequence its rows are.
 *
 * <p>An encoder may take several sequences at once, one after the other in the rows. Layers that
 * mix rows take each {@linkplain #sequenceCount sequence} on its own; the others see only rows.
 *
 * <p>One instance serves all passes of a model and is pointed at each in turn.
 */
public final class Pass {
    private static final int[] NO_LENGTHS = {};

    private final Kernels kernels;
    private final Workspace workspace;
    private @Nullable SequenceMemory memory;
    private @Nullable SequenceMemory encoded;
    private int firstPosition;
    private int[] lengths = NO_LENGTHS;

    /** Binds what stays the same. */
    public Pass(Kernels kernels, Workspace workspace) {
        this.kernels = kernels;
        this.workspace = workspace;
    }

    /** Points at rows that begin at {@code firstPosition} of a sequence. */
    public void at(SequenceMemory memory, int firstPosition) {
        this.memory = memory;
        this.firstPosition = firstPosition;
        lengths = NO_LENGTHS;
    }

    /**
     * Points at rows that are whole sequences, one after the other, each of which begins at
     * position 0 and takes its turn with the memory.
     *
     * @param newLengths of the sequences; not copied
     */
    public void atAll(SequenceMemory newMemory, int[] newLengths) {
        memory = newMemory;
        firstPosition = 0;
        lengths = newLengths;
    }

    /** Sequences that the rows belong to. */
    public int sequenceCount() {
        return Math.max(1, lengths.length);
    }

    /** How many of {@code rows} rows belong to a sequence. */
    public int length(int sequence, int rows) {
        return lengths.length == 0 ? rows : lengths[sequence];
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

    /** Position in its sequence of a sequence's first row. */
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
