package dev.mote.engine.sampling;

/** A step that changes logits in place, before any token is ruled out by truncation. */
interface LogitAdjustment {
    /**
     * Changes some logits.
     *
     * @param logits one per token id
     */
    void adjust(float[] logits);
}
