package dev.mote.text.jinja.value;

import dev.mote.text.jinja.Budget;

import java.time.LocalDateTime;

/** What filters, tests, methods and functions may ask of the running interpreter. */
public interface CallContext {
    /** What may still be spent. */
    Budget budget();

    /** The wall-clock time of this rendering. */
    LocalDateTime now();

    /** Applies a filter by name. */
    Value filter(String name, Value target, Arguments arguments);

    /** Applies a test by name. */
    boolean test(String name, Value target, Arguments arguments);
}
