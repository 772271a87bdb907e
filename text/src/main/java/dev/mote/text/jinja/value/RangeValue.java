package dev.mote.text.jinja.value;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.ErrorKind;
import dev.mote.text.jinja.JinjaException;

/**
 * The numbers from {@code start} towards {@code stop}, excluding it.
 *
 * @param start first number
 * @param stop where to end
 * @param step distance, not zero
 */
public record RangeValue(long start, long stop, long step) implements Value {
    /** Refuses what Python and its sandbox refuse. */
    public RangeValue {
        if (step == 0) {
            throw JinjaException.value("range() arg 3 must not be zero");
        }
        if (count(start, stop, step) > Budget.RANGE_MAX) {
            throw new JinjaException(
                    ErrorKind.LIMIT,
                    "range too big: at most " + Budget.RANGE_MAX + " numbers are allowed");
        }
    }

    /** How many numbers. */
    public int size() {
        return (int) count(start, stop, step);
    }

    /** One of them. */
    public Int get(int index) {
        return new Int(start + index * step);
    }

    private static long count(long start, long stop, long step) {
        boolean empty = step > 0 ? start >= stop : start <= stop;
        if (empty) {
            return 0;
        }
        // Unsigned arithmetic: the distance of two longs may need 64 bits.
        long distance = step > 0 ? stop - start : start - stop;
        long stride = step > 0 ? step : -step;
        long whole = Long.divideUnsigned(distance - 1, stride);
        return whole < 0 || whole >= Budget.RANGE_MAX ? Budget.RANGE_MAX + 1L : whole + 1;
    }

    @Override
    public String typeName() {
        return "range";
    }
}
