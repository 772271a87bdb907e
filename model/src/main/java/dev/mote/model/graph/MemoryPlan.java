package dev.mote.model.graph;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.KvLayer;

import java.util.ArrayList;
import java.util.List;

/**
 * What a sequence has to remember for each layer: a list of slots, each keys and values or the last
 * inputs of a convolution.
 *
 * <p>Filled while a model is read, and constant afterwards.
 */
public final class MemoryPlan {
    /** One slot. */
    public sealed interface Slot {
        /** Keys and values of every position. */
        record KeysAndValues(int kvHeadCount, int keySize, int valueSize) implements Slot {}

        /** The last {@code rows} inputs of a causal convolution over {@code columns} channels. */
        record Recent(int rows, int columns) implements Slot {}
    }

    private final List<Slot> slots = new ArrayList<>();
    private final boolean shared;

    private MemoryPlan(boolean shared) {
        this.shared = shared;
    }

    /** Every layer remembers for itself, as decoders need. */
    public static MemoryPlan perLayer() {
        return new MemoryPlan(false);
    }

    /** Layers of the same shape take turns with one slot, which is enough for encoders. */
    public static MemoryPlan shared() {
        return new MemoryPlan(true);
    }

    /** Adds a slot and gives its number. */
    public int add(Slot slot) {
        if (shared && slots.contains(slot)) {
            return slots.indexOf(slot);
        }
        slots.add(slot);
        return slots.size() - 1;
    }

    /** The slots so far. */
    public List<Slot> slots() {
        return List.copyOf(slots);
    }

    /** Whether a sequence can go back to an earlier position: not if inputs were forgotten. */
    public boolean canTruncate() {
        return slots.stream().noneMatch(Slot.Recent.class::isInstance);
    }

    /**
     * Bytes for {@code capacity} positions.
     *
     * @throws ArithmeticException if they are more than a long holds
     */
    public long bytes(int capacity, BlockType kvType) {
        long bytes = 0;
        for (Slot slot : slots) {
            bytes =
                    Math.addExact(
                            bytes,
                            switch (slot) {
                                case Slot.KeysAndValues kv ->
                                        Math.addExact(
                                                KvLayer.bytes(
                                                        kvType,
                                                        kv.kvHeadCount(),
                                                        kv.keySize(),
                                                        capacity),
                                                KvLayer.bytes(
                                                        kvType,
                                                        kv.kvHeadCount(),
                                                        kv.valueSize(),
                                                        capacity));
                                case Slot.Recent recent ->
                                        (long) Float.BYTES * recent.rows() * recent.columns();
                            });
        }
        return bytes;
    }
}
