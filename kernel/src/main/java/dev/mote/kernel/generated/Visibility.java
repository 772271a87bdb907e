package dev.mote.kernel.generated;

import dev.mote.kernel.Mask;

/**
 * Keys that a query sees under a mask: a range whose ends move with its position or stay.
 *
 * <p>Mutable, so that no operation allocates one.
 */
final class Visibility {
    private long first;
    private int firstStep;
    private long end;
    private int endStep;
    private int keyCount;

    void set(Mask mask, int newKeyCount) {
        keyCount = newKeyCount;
        switch (mask) {
            case Mask.Full() -> set(0, 0, newKeyCount, 0);
            case Mask.Causal() -> set(0, 0, 1, 1);
            case Mask.CausalWindow(int window) -> set(1L - window, 1, 1, 1);
            case Mask.SymmetricWindow(int half) -> set(-(long) half, 1, half + 1L, 1);
        }
    }

    /** Ends for position 0 and what they rise by from position to position. */
    private void set(long newFirst, int newFirstStep, long newEnd, int newEndStep) {
        first = newFirst;
        firstStep = newFirstStep;
        end = newEnd;
        endStep = newEndStep;
    }

    /** Keys there are. */
    int keyCount() {
        return keyCount;
    }

    int firstStep() {
        return firstStep;
    }

    int endStep() {
        return endStep;
    }

    /** First key that is visible at a position; keys count from {@code origin}, in both ways. */
    long firstFrom(int position, int origin) {
        return first + (long) firstStep * position - origin;
    }

    /** One past the last key that is visible at a position; keys count from {@code origin}. */
    long endFrom(int position, int origin) {
        return end + (long) endStep * position - origin;
    }

    /** First key that is visible at a position, of those there are. */
    int firstAt(int position) {
        return Math.clamp(firstFrom(position, 0), 0, keyCount);
    }

    /** One past the last key that is visible at a position, of those there are. */
    int endAt(int position) {
        return Math.clamp(endFrom(position, 0), 0, keyCount);
    }
}
