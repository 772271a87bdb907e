package dev.mote.text.jinja;

import java.util.function.LongSupplier;

/**
 * What one rendering may still spend: steps, text, nesting and time.
 *
 * <p>Everything that loops, allocates or recurses on behalf of a template charges here before it
 * does so. Text is charged twice over: {@link #produce} for characters that are allocated, which
 * bounds memory even if every string is kept, and {@link #scan} for characters that are only read.
 * Not thread-safe; one per rendering.
 */
public final class Budget {
    /** Largest number of elements of a {@code range}, as in Jinja2's sandbox. */
    public static final int RANGE_MAX = 100_000;

    /** Characters read for the price of one step. */
    private static final int CHARS_PER_STEP = 16;

    /** The clock is read once in so many steps. */
    private static final int STEPS_PER_CLOCK = 1024;

    private final int textLengthMax;
    private final int nestingMax;
    private final LongSupplier nanoTime;
    private final long deadlineNanos;
    private long stepsLeft;
    private long charsLeft;
    private long stepsUntilClock = STEPS_PER_CLOCK;
    private int nesting;

    /**
     * A full budget.
     *
     * @param stepsMax evaluation steps, one for each node, list element and so on
     * @param textLengthMax characters of one text
     * @param textTotalMax characters of all texts made during the rendering
     * @param nestingMax evaluation depth, over expressions, blocks and macro calls
     * @param nanosMax time
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public Budget(
            long stepsMax,
            int textLengthMax,
            long textTotalMax,
            int nestingMax,
            long nanosMax,
            LongSupplier nanoTime) {
        this.stepsLeft = stepsMax;
        this.textLengthMax = textLengthMax;
        this.charsLeft = textTotalMax;
        this.nestingMax = nestingMax;
        this.nanoTime = nanoTime;
        this.deadlineNanos = nanoTime.getAsLong() + nanosMax;
    }

    /** Charges one step. */
    public void step() {
        steps(1);
    }

    /** Charges several steps. */
    public void steps(long count) {
        stepsLeft -= count;
        if (stepsLeft < 0) {
            throw limit("the template takes too many steps");
        }
        stepsUntilClock -= count;
        if (stepsUntilClock <= 0) {
            stepsUntilClock = STEPS_PER_CLOCK;
            if (nanoTime.getAsLong() - deadlineNanos > 0) {
                throw limit("the template takes too much time");
            }
        }
    }

    /** Charges for reading characters. */
    public void scan(long chars) {
        steps(chars / CHARS_PER_STEP + 1);
    }

    /** Charges for a text about to be made. */
    public void produce(long chars) {
        if (chars > textLengthMax) {
            throw limit(
                    "a text of "
                            + chars
                            + " characters is longer than the "
                            + textLengthMax
                            + " allowed");
        }
        charsLeft -= chars;
        if (charsLeft < 0) {
            throw limit("the template makes too much text");
        }
        scan(chars);
    }

    /** Refuses an output that has grown too long; unlike {@link #produce} it charges nothing. */
    public void checkLength(long chars) {
        if (chars > textLengthMax) {
            throw limit("the output is longer than the " + textLengthMax + " characters allowed");
        }
    }

    /** Goes one level deeper; every call is matched by {@link #leave}. */
    public void enter() {
        if (++nesting > nestingMax) {
            throw limit("the template nests deeper than " + nestingMax + " levels");
        }
    }

    /** Comes back from one level. */
    public void leave() {
        nesting--;
    }

    private static JinjaException limit(String message) {
        return new JinjaException(ErrorKind.LIMIT, message);
    }
}
