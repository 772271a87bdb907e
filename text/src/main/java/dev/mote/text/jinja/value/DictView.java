package dev.mote.text.jinja.value;

import java.util.ArrayList;
import java.util.List;

/**
 * A live view of a dictionary: its keys, its values or both.
 *
 * @param dict the dictionary
 * @param kind which of them
 */
public record DictView(DictValue dict, Kind kind) implements Value {
    /** What a view shows. */
    public enum Kind {
        /** Keys. */
        KEYS,
        /** Values. */
        VALUES,
        /** Pairs of key and value. */
        ITEMS
    }

    /** What it shows now. */
    public List<Value> elements() {
        return switch (kind) {
            case KEYS -> dict.keys();
            case VALUES -> dict.values();
            case ITEMS -> {
                List<Value> pairs = new ArrayList<>(dict.size());
                dict.forEach((key, value) -> pairs.add(TupleValue.of(key, value)));
                yield pairs;
            }
        };
    }

    @Override
    public String typeName() {
        return switch (kind) {
            case KEYS -> "dict_keys";
            case VALUES -> "dict_values";
            case ITEMS -> "dict_items";
        };
    }
}
