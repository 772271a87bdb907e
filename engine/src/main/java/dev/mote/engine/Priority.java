package dev.mote.engine;

/**
 * Whose turn comes first when more answers are wanted than can be computed together. Nobody waits
 * for ever: who is passed over often enough goes before those of higher priority.
 */
public enum Priority {
    /** Work that nobody waits for. */
    BATCH(0),
    /** The usual. */
    NORMAL(1),
    /** Somebody watches the answer grow. */
    INTERACTIVE(2);

    private final int level;

    Priority(int level) {
        this.level = level;
    }

    /** 0 for the lowest. */
    int level() {
        return level;
    }
}
