package dev.mote.model.architecture;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The architectures this build knows, by the name in {@code general.architecture}. A new one is a
 * class beside this one and a line here.
 */
public final class Architectures {
    private static final Map<String, Architecture> BY_NAME =
            new TreeMap<>(Map.ofEntries(Map.entry("llama", new Architecture.Decoder(Llama::read))));

    private Architectures() {}

    /** The architecture of this name. */
    public static Optional<Architecture> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All names, sorted. */
    public static SortedSet<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }
}
