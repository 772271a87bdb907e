package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import java.util.ArrayList;
import java.util.List;

/**
 * What filters take as {@code attribute}: names and indices with dots between them.
 *
 * @param keys the steps; none for the value itself
 * @param fallback what stands for an undefined result, or {@code None} for the result itself
 */
record AttributePath(List<Value> keys, Value fallback) {
    static AttributePath of(Value attribute) {
        return of(attribute, None.NONE);
    }

    static AttributePath of(Value attribute, Value fallback) {
        return switch (attribute) {
            case None _ -> new AttributePath(List.of(), fallback);
            case Int index -> new AttributePath(List.of(index), fallback);
            case Text path -> new AttributePath(keys(path.chars()), fallback);
            default ->
                    throw JinjaException.type(
                            "an attribute is a string or an integer, not " + attribute.typeName());
        };
    }

    /** Several paths with commas between them. */
    static List<AttributePath> several(Value attributes) {
        if (!(attributes instanceof Text paths)) {
            return List.of(of(attributes));
        }
        List<AttributePath> several = new ArrayList<>();
        for (String path : paths.chars().split(",", -1)) {
            several.add(new AttributePath(keys(path), None.NONE));
        }
        return several;
    }

    private static List<Value> keys(String path) {
        List<Value> keys = new ArrayList<>();
        for (String key : path.split("\\.", -1)) {
            keys.add(key.matches("[0-9]{1,9}") ? new Int(Long.parseLong(key)) : Text.of(key));
        }
        return keys;
    }

    /** What the path leads to. */
    Value get(Value start, Budget budget) {
        Value value = start;
        for (Value key : keys) {
            budget.step();
            value = Members.item(value, key, budget);
            if (value instanceof Undefined && !(fallback instanceof None)) {
                value = fallback;
            }
        }
        return value;
    }
}
