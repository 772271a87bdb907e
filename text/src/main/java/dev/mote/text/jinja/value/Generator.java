package dev.mote.text.jinja.value;

import java.util.List;

/**
 * What {@code map}, {@code select} and their like give: elements that can be walked through once.
 *
 * <p>Jinja2 computes them one by one, this class holds them ready; templates see the difference
 * only in the order of errors. Like Python's, a generator is true even when it is empty, and a
 * second walk finds nothing.
 */
public final class Generator implements Value {
    private List<Value> remaining;

    /** A generator of these elements. */
    public Generator(List<Value> elements) {
        this.remaining = List.copyOf(elements);
    }

    /** Everything that is left; afterwards nothing is. */
    public List<Value> drain() {
        List<Value> all = remaining;
        remaining = List.of();
        return all;
    }

    /** The next element, or {@code fallback} at the end. */
    public Value next(Value fallback) {
        if (remaining.isEmpty()) {
            return fallback;
        }
        Value next = remaining.getFirst();
        remaining = remaining.subList(1, remaining.size());
        return next;
    }

    @Override
    public String typeName() {
        return "generator";
    }
}
