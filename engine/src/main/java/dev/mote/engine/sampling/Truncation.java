package dev.mote.engine.sampling;

/** A step that rules tokens out. It keeps at least one. */
interface Truncation {
    /** Removes candidates; the order of the survivors is part of the result. */
    void truncate(Candidates candidates);
}
