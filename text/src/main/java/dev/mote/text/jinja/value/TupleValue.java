package dev.mote.text.jinja.value;

import java.util.List;

/**
 * A fixed sequence.
 *
 * @param elements the elements
 * @param fieldNames names of the elements, or empty; the groups that {@code groupby} makes have
 *     them
 */
public record TupleValue(List<Value> elements, List<String> fieldNames) implements Value {
    /** Takes copies. */
    public TupleValue {
        elements = List.copyOf(elements);
        fieldNames = List.copyOf(fieldNames);
    }

    /** A tuple without names. */
    public static TupleValue of(List<Value> elements) {
        return new TupleValue(elements, List.of());
    }

    /** A pair. */
    public static TupleValue of(Value first, Value second) {
        return new TupleValue(List.of(first, second), List.of());
    }

    @Override
    public String typeName() {
        return "tuple";
    }
}
