package dev.mote.model;

import dev.mote.model.graph.AdapterMix;
import dev.mote.model.graph.SequenceMemory;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A sequence's memory and how far it is. */
final class SequenceState implements DecoderState {
    private final Object model;
    private final SequenceMemory memory;
    private final @Nullable SequenceMemory encoded;
    private final boolean canTruncate;
    private int position;
    private AdapterMix adapters = AdapterMix.NONE;

    /** Takes over the memory; {@code encoded} is that of an encoder's output, if there is one. */
    SequenceState(
            Object model,
            SequenceMemory memory,
            @Nullable SequenceMemory encoded,
            boolean canTruncate) {
        this.model = model;
        this.memory = memory;
        this.encoded = encoded;
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

    void advance(int tokens) {
        position += tokens;
    }

    /**
     * Leaves a step that failed in the middle. Keys and values beyond the position are overwritten
     * by the next step; recent inputs may have moved on already and have no way back but to 0.
     */
    void abandonStep() {
        if (!canTruncate) {
            memory.clearRecent();
            position = 0;
        }
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
        if (to != 0 && !canTruncate) {
            throw new IllegalArgumentException(
                    "the model keeps only its last inputs and cannot go back to position %d, only to 0"
                            .formatted(to));
        }
        if (to == 0) {
            memory.clearRecent();
        }
        position = to;
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
    }
}
