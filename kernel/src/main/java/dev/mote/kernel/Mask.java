package dev.mote.kernel;

/** Which keys a query at position p may attend to. Positions count from 0 within the sequence. */
public sealed interface Mask {
    /** Every key. */
    record Full() implements Mask {}

    /** Keys at positions ≤ p. */
    record Causal() implements Mask {}

    /** Keys at positions ≤ p whose distance p − key is smaller than {@code window}. */
    record CausalWindow(int window) implements Mask {}

    /** Keys whose distance |p − key| is at most {@code halfWindow}. */
    record SymmetricWindow(int halfWindow) implements Mask {}
}
