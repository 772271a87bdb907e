package dev.mote.model.graph;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.KvLayer;
import dev.mote.model.memory.KvPool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sequence has to remember for each layer: a list of slots, each keys and values or the last
 * inputs of a convolution.
 *
 * <p>Filled while a model is read, and constant afterwards.
 */
public final class MemoryPlan {
    /** One slot. */
    public sealed interface Slot {
        /**
         * Keys and values.
         *
         * @param window how many positions, the current one included, are looked at; 0 for all
         */
        record KeysAndValues(int kvHeadCount, int keySize, int valueSize, int window)
                implements Slot {}

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
     * Bytes for {@code capacity} positions that are allocated at once.
     *
     * @throws ArithmeticException if they are more than a long holds
     */
    public long bytes(int capacity, BlockType kvType) {
        long bytes = recentBytes();
        for (Slot slot : slots) {
            if (slot instanceof Slot.KeysAndValues kv) {
                bytes = Math.addExact(bytes, bytes(kv, capacity, kvType));
            }
        }
        return bytes;
    }

    /**
     * Bytes that a sequence in pages takes at most before it has {@code capacity} positions.
     *
     * @throws ArithmeticException if they are more than a long holds
     */
    public long pagedBytes(int capacity, BlockType kvType) {
        long bytes = recentBytes();
        for (Group group : groups(kvType)) {
            long pages = group.pagesMax(capacity);
            bytes = Math.addExact(bytes, Math.multiplyExact(pages, group.pageBytes()));
        }
        return bytes;
    }

    private static long bytes(Slot.KeysAndValues kv, int positions, BlockType kvType) {
        return KvLayer.pageBytes(kvType, kv.kvHeadCount(), kv.keySize(), kv.valueSize(), positions);
    }

    private long recentBytes() {
        long bytes = 0;
        for (Slot slot : slots) {
            if (slot instanceof Slot.Recent recent) {
                bytes += (long) Float.BYTES * recent.rows() * recent.columns();
            }
        }
        return bytes;
    }

    /** Slots that keep the same positions and so share pages, by their windows. */
    public List<Group> groups(BlockType kvType) {
        List<Group> groups = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot instanceof Slot.KeysAndValues kv
                    && groups.stream().noneMatch(group -> group.window() == kv.window())) {
                groups.add(group(kv.window(), kvType));
            }
        }
        return groups;
    }

    private Group group(int window, BlockType kvType) {
        Map<Integer, Long> places = new HashMap<>();
        long end = 0;
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i) instanceof Slot.KeysAndValues kv && kv.window() == window) {
                places.put(i, end);
                end = Math.addExact(end, bytes(kv, KvPool.PAGE_POSITIONS, kvType));
            }
        }
        return new Group(window, end, places);
    }

    /**
     * Slots with the same window.
     *
     * @param window as a slot's
     * @param pageBytes of a page that serves them all
     * @param places where in the page each slot has its keys and values
     */
    public record Group(int window, long pageBytes, Map<Integer, Long> places) {
        /** How far a sequence can always go back after a step, besides its window. */
        private static final int BACK = KvPool.PAGE_POSITIONS;

        /** Positions that a step adds at most. */
        private static final int STEP = 512;

        /** First position that a token at this one looks at. */
        int firstVisible(int position) {
            return window == 0 ? 0 : (int) Math.max(0, position + 1L - window);
        }

        /** First position to be kept when a step begins at this one. */
        int firstNeeded(int position) {
            return Math.max(0, firstVisible(position) - BACK);
        }

        long pagesMax(int capacity) {
            long all = Math.ceilDiv(capacity, KvPool.PAGE_POSITIONS);
            long kept = Math.ceilDiv((long) window + BACK + STEP, KvPool.PAGE_POSITIONS) + 1;
            return window == 0 ? all : Math.min(all, kept);
        }
    }
}
