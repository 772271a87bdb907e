package dev.mote.model;

import java.util.SortedSet;

/** A model file is of an architecture that this build does not know. */
public final class UnsupportedArchitectureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String architecture;

    /** States the file, its architecture and the ones there are. */
    public UnsupportedArchitectureException(
            String source, String architecture, SortedSet<String> supported) {
        super(
                "%s: architecture '%s' is not supported; this build knows %s"
                        .formatted(source, architecture, String.join(", ", supported)));
        this.architecture = architecture;
    }

    /** The file's architecture. */
    public String architecture() {
        return architecture;
    }
}
