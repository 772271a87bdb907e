package dev.mote.text.jinja.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A list that templates may change; compared by identity here, by content in {@link Compare}. */
public final class ListValue implements Value {
    private final List<Value> elements;

    /** A list with a copy of the elements. */
    public ListValue(Collection<? extends Value> elements) {
        this.elements = new ArrayList<>(elements);
    }

    /** The elements themselves: changes show. */
    public List<Value> elements() {
        return elements;
    }

    @Override
    public String typeName() {
        return "list";
    }
}
