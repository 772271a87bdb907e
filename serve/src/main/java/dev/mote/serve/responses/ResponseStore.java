package dev.mote.serve.responses;

import dev.mote.serve.StoreLimits;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was answered, in memory, apart for each caller: the id of another's response is as unknown
 * as one that nobody has. Thread-safe.
 */
public final class ResponseStore {
    private final StoreLimits limits;
    private final InstantSource clock;
    private final Map<String, Shelf> shelves = new HashMap<>();

    /** What one caller has, oldest first. */
    private static final class Shelf {
        private final LinkedHashMap<String, StoredResponse> responses = new LinkedHashMap<>();
        private long bytes;

        void remove(String id) {
            StoredResponse old = responses.remove(id);
            bytes -= old == null ? 0 : old.bytes();
        }
    }

    /** Empty. */
    public ResponseStore(StoreLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Whether anything is ever kept. */
    boolean keeps() {
        return limits.countMax() > 0;
    }

    Instant now() {
        return clock.instant();
    }

    /** Keeps a response, and lets older ones of its caller go; false if it alone is too large. */
    synchronized boolean put(String caller, StoredResponse response) {
        if (!keeps() || response.bytes() > limits.bytesMax()) {
            return false;
        }
        Shelf shelf = shelves.computeIfAbsent(caller, key -> new Shelf());
        shelf.responses.put(response.id(), response);
        shelf.bytes += response.bytes();
        Iterator<StoredResponse> oldest = shelf.responses.values().iterator();
        while (shelf.responses.size() > limits.countMax() || shelf.bytes > limits.bytesMax()) {
            shelf.bytes -= oldest.next().bytes();
            oldest.remove();
        }
        forgetOld();
        return true;
    }

    synchronized Optional<StoredResponse> get(String caller, String id) {
        forgetOld();
        Shelf shelf = shelves.get(caller);
        return shelf == null ? Optional.empty() : Optional.ofNullable(shelf.responses.get(id));
    }

    synchronized void remove(String caller, String id) {
        Shelf shelf = shelves.get(caller);
        if (shelf != null) {
            shelf.remove(id);
        }
    }

    private void forgetOld() {
        Instant eldest = clock.instant().minus(limits.ageMax());
        for (Shelf shelf : shelves.values()) {
            Iterator<StoredResponse> oldest = shelf.responses.values().iterator();
            while (oldest.hasNext()) {
                StoredResponse response = oldest.next();
                if (!response.made().isBefore(eldest)) {
                    break;
                }
                shelf.bytes -= response.bytes();
                oldest.remove();
            }
        }
        shelves.values().removeIf(shelf -> shelf.responses.isEmpty());
    }

    /** Responses kept for all callers. */
    public synchronized int count() {
        forgetOld();
        return shelves.values().stream().mapToInt(shelf -> shelf.responses.size()).sum();
    }

    /** Memory they take, about. */
    public synchronized long bytes() {
        return shelves.values().stream().mapToLong(shelf -> shelf.bytes).sum();
    }
}
