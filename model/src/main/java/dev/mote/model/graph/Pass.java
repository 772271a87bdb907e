package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * What the layers need to know about the forward pass they are part of: the kernels, the scratch
 * memory, the sequence's memory and where in the sequence its rows are.
 *
 * <p>A pass may take several sequences at once, one after the other in the rows. Layers that mix
 * rows take each {@linkplain #sequenceCount sequence} on its own; the others see only rows.
 *
 * <p>One instance serves all passes of a model and is pointed at each in turn.
 */
public final class Pass {
    private static final int[] NO_LENGTHS = {};

    private final Kernels kernels;
    private final Workspace workspace;
    private SequenceMemory[] memories = {};
    private int[] firstPositions = NO_LENGTHS;
    private int[] lengths = NO_LENGTHS;
    private int sequenceCount;
    private @Nullable SequenceMemory encoded;
    private List<AdapterMix> adapters = List.of(); // of each sequence, or empty for none

    // Of a single sequence, kept so that a pass allocates nothing.
    private final SequenceMemory[] oneMemory = new SequenceMemory[1];
    private final int[] onePosition = new int[1];

    /** Binds what stays the same. */
    public Pass(Kernels kernels, Workspace workspace) {
        this.kernels = kernels;
        this.workspace = workspace;
    }

    /** Points at rows that begin at {@code firstPosition} of a sequence. */
    public void at(SequenceMemory memory, int firstPosition) {
        oneMemory[0] = memory;
        onePosition[0] = firstPosition;
        point(oneMemory, onePosition, NO_LENGTHS, 1);
    }

    /**
     * Points at rows that are whole sequences, one after the other, each of which begins at
     * position 0 and takes its turn with the memory.
     *
     * @param newLengths of the sequences; not copied
     */
    public void atAll(SequenceMemory memory, int[] newLengths) {
        SequenceMemory[] same = new SequenceMemory[newLengths.length];
        Arrays.fill(same, memory);
        point(same, new int[newLengths.length], newLengths, newLengths.length);
    }

    /**
     * Points at rows of several sequences, one after the other.
     *
     * @param newMemories of the sequences; not copied
     * @param positions of each sequence's first row; not copied
     * @param newLengths how many rows belong to each; not copied
     */
    public void atEach(SequenceMemory[] newMemories, int[] positions, int[] newLengths) {
        point(newMemories, positions, newLengths, positions.length);
    }

    private void point(
            SequenceMemory[] newMemories, int[] newPositions, int[] newLengths, int count) {
        memories = newMemories;
        firstPositions = newPositions;
        lengths = newLengths;
        sequenceCount = count;
    }

    /** Sequences that the rows belong to. */
    public int sequenceCount() {
        return sequenceCount;
    }

    /** How many of {@code rows} rows belong to a sequence. */
    public int length(int sequence, int rows) {
        return lengths.length == 0 ? rows : lengths[sequence];
    }

    /** Gives cross attention the keys and values of the encoder's output. */
    public void attendTo(SequenceMemory encoded) {
        this.encoded = encoded;
    }

    /**
     * Says which adapters change the model for each sequence that the pass points at.
     *
     * @param mixes one for each sequence, or none where no sequence has adapters
     */
    public void adaptWith(List<AdapterMix> mixes) {
        adapters = mixes.stream().allMatch(AdapterMix.NONE::equals) ? List.of() : mixes;
    }

    /**
     * Adds to y what each sequence's adapters make of its rows of x. Rows are all of the pass's, or
     * any of its only sequence.
     */
    void adapt(Place place, FloatMatrix x, FloatMatrix y) {
        int row = 0;
        for (int sequence = 0; sequence < adapters.size(); ) {
            int end = groupEnd(sequence);
            int count = rows(sequence, end, x.rows());
            if (!adapters.get(sequence).equals(AdapterMix.NONE)) {
                FloatMatrix in = count == x.rows() ? x : x.rows(row, count);
                FloatMatrix out = count == x.rows() ? y : y.rows(row, count);
                adapters.get(sequence).apply(this, place, in, out);
            }
            row += count;
            sequence = end;
        }
    }

    /** Likewise for the embeddings of the pass's tokens. */
    void adaptEmbedding(int[] ids, FloatMatrix y) {
        int row = 0;
        for (int sequence = 0; sequence < adapters.size(); ) {
            int end = groupEnd(sequence);
            int count = rows(sequence, end, ids.length);
            if (!adapters.get(sequence).equals(AdapterMix.NONE)) {
                int[] own = Arrays.copyOfRange(ids, row, row + count);
                adapters.get(sequence).embed(this, own, y.rows(row, count));
            }
            row += count;
            sequence = end;
        }
    }

    /** The sequence after the neighbours that have the same adapters and are taken together. */
    private int groupEnd(int first) {
        int end = first + 1;
        while (end < adapters.size() && adapters.get(end).equals(adapters.get(first))) {
            end++;
        }
        return end;
    }

    private int rows(int from, int to, int all) {
        int count = 0;
        for (int sequence = from; sequence < to; sequence++) {
            count += length(sequence, all);
        }
        return count;
    }

    /** The arithmetic. */
    public Kernels kernels() {
        return kernels;
    }

    /** Scratch memory. */
    public FloatMatrix scratch(Workspace.Buffer buffer, int rows, int columns) {
        return workspace.matrix(buffer, rows, columns);
    }

    /** A sequence's memory. */
    public SequenceMemory memory(int sequence) {
        return memories[sequence];
    }

    /** Keys and values of the encoder's output. */
    public SequenceMemory encoded() {
        if (encoded == null) {
            throw new IllegalStateException("a layer needs memory that this pass does not have");
        }
        return encoded;
    }

    /** Position in its sequence of a sequence's first row. */
    public int firstPosition(int sequence) {
        return firstPositions[sequence];
    }
}
