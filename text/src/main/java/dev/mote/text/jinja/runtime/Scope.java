package dev.mote.text.jinja.runtime;

import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** Variables of a block and, behind them, of the blocks around it. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Value> variables = new HashMap<>();

    /** The outermost scope. */
    Scope(Map<String, Value> variables) {
        this.outer = null;
        this.variables.putAll(variables);
    }

    /** A scope within another. */
    Scope(Scope outer) {
        this.outer = outer;
    }

    @Nullable Value find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Value value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    void set(String name, Value value) {
        variables.put(name, value);
    }
}
