package dev.mote.model;

import dev.mote.model.graph.AdapterMix;
import dev.mote.model.graph.SequenceMemory;
import dev.mote.model.memory.KvBlock;
import dev.mote.model.memory.KvPool;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;

/** A sequence's memory and how far it is. */
final class SequenceState implements DecoderState {
    private final Object model;
    private final SequenceMemory memory;
    private final @Nullable SequenceMemory encoded;
    private final @Nullable KvPool own;
    private final boolean canTruncate;
    private int position;
    private AdapterMix adapters = AdapterMix.NONE;

    /**
     * Takes over the memory.
     *
     * @param encoded that of an encoder's output, if there is one
     * @param own a pool that serves no other sequence, if there is one
     */
    SequenceState(
            Object model,
            SequenceMemory memory,
            @Nullable SequenceMemory encoded,
            @Nullable KvPool own,
            boolean canTruncate) {
        this.model = model;
        this.memory = memory;
        this.encoded = encoded;
        this.own = own;
        this.canTruncate = canTruncate;
    }

    /**
     * The state as this model made it.
     *
     * @throws IllegalArgumentException if another model made it
     */
    static SequenceState of(Object model, DecoderState state) {
        if (state instanceof SequenceState sequence && sequence.model.equals(model)) {
            return sequence;
        }
        throw new IllegalArgumentException("the state belongs to another model");
    }

    SequenceMemory memory() {
        return memory;
    }

    @Nullable SequenceMemory encoded() {
        return encoded;
    }

    void requireRoom(int tokens) {
        if (tokens > capacity() - position) {
            throw new ContextOverflowException(Math.addExact(position, tokens), capacity());
        }
    }

    /** Sees to it that there is memory for tokens, {@code ahead} of the position. */
    void prepare(int ahead, int tokens) {
        memory.prepare(position + ahead, position + ahead + tokens);
    }

    void advance(int tokens) {
        position += tokens;
    }

    /**
     * Leaves a step that failed in the middle. Keys and values beyond the position are overwritten
     * by the next step; recent inputs or windows may have moved on and have no way back but to 0.
     */
    void abandonStep() {
        if (!canTruncate || !memory.canGoOnAt(position)) {
            memory.clearRecent();
            position = 0;
        }
        memory.truncate(position);
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int capacity() {
        return memory.capacity();
    }

    @Override
    public void truncate(int to) {
        if (to < 0 || to > position) {
            throw new IllegalArgumentException(
                    "cannot go back to position %d from %d".formatted(to, position));
        }
        if (to == position) {
            return;
        }
        if (reachable(to) != to) {
            throw new IllegalArgumentException(
                    "the model keeps only its last inputs and cannot go back to position %d, only to 0"
                            .formatted(to));
        }
        if (to == 0) {
            memory.clearRecent();
        }
        memory.truncate(to);
        position = to;
    }

    @Override
    public int reachable(int to) {
        return to == position || (canTruncate && memory.canGoOnAt(to)) ? to : 0;
    }

    @Override
    public Optional<KvBlock> block(int index) {
        int first = index * KvPool.PAGE_POSITIONS;
        int filled = Math.min(position - first, KvPool.PAGE_POSITIONS);
        if (filled < 1) {
            throw new IllegalArgumentException(
                    "page %d of a sequence of %d positions".formatted(index, position));
        }
        return Optional.ofNullable(memory.block(index, filled));
    }

    @Override
    public void adopt(KvBlock block, int positions) {
        int index = position / KvPool.PAGE_POSITIONS;
        if (position % KvPool.PAGE_POSITIONS != 0
                || !canTruncate
                || positions < 1
                || positions > block.positions()) {
            throw new IllegalArgumentException(
                    "%d of %d positions cannot be taken over at position %d"
                            .formatted(positions, block.positions(), position));
        }
        requireRoom(positions);
        memory.adopt(index, block, positions);
        position += positions;
    }

    @Override
    public void save(WritableByteChannel target) throws IOException {
        memory.save(position, target);
    }

    @Override
    public void restore(int positions, ReadableByteChannel source) throws IOException {
        if (position != 0) {
            throw new IllegalArgumentException("a state is restored at position " + position);
        }
        requireRoom(positions);
        boolean complete = false;
        try {
            memory.restore(positions, source);
            complete = memory.canGoOnAt(positions);
        } finally {
            if (!complete) {
                memory.clearRecent();
                memory.truncate(0);
            }
        }
        if (!complete) {
            throw new IllegalArgumentException("the saved state lacks what its last tokens need");
        }
        position = positions;
    }

    @Override
    public boolean canTruncate() {
        return canTruncate;
    }

    @Override
    public void adapt(List<Adapter.Use> uses) {
        AdapterMix wanted =
                new AdapterMix(
                        uses.stream()
                                .map(use ->
                                        new AdapterMix.Part(
                                                use.adapter().weightsFor(model), use.strength()))
                                .toList());
        if (!wanted.equals(adapters)) {
            truncate(0);
            adapters = wanted;
        }
    }

    /** What changes the model for this sequence. */
    AdapterMix adapters() {
        return adapters;
    }

    @Override
    public void close() {
        memory.close();
        if (encoded != null) {
            encoded.close();
        }
        if (own != null) {
            own.close();
        }
    }
}
