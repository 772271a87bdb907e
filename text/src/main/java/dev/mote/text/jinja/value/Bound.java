package dev.mote.text.jinja.value;

import dev.mote.text.jinja.JinjaException;

import java.util.Map;

/**
 * Arguments matched with the parameters of what is called.
 *
 * @param callee what is called, for messages
 * @param values by parameter; parameters that were not passed are absent
 */
public record Bound(String callee, Map<String, Value> values) {
    /** Whether a parameter was passed. */
    public boolean has(String parameter) {
        return values.containsKey(parameter);
    }

    /** A parameter that must be passed. */
    public Value require(String parameter) {
        Value value = values.get(parameter);
        if (value == null) {
            throw JinjaException.type(callee + " is missing argument '" + parameter + "'");
        }
        return value;
    }

    /** A parameter or its default. */
    public Value value(String parameter, Value fallback) {
        return values.getOrDefault(parameter, fallback);
    }

    /** An integer parameter or its default. */
    public long integer(String parameter, long fallback) {
        Value value = values.get(parameter);
        return value == null ? fallback : Numbers.requireInteger(value, callee);
    }

    /** A parameter's truth or its default. */
    public boolean flag(String parameter, boolean fallback) {
        Value value = values.get(parameter);
        return value == null ? fallback : Truth.of(value);
    }

    /** A text parameter that must be passed. */
    public Text text(String parameter) {
        return text(require(parameter), parameter);
    }

    /** A text parameter or its default. */
    public Text text(String parameter, String fallback) {
        Value value = values.get(parameter);
        return value == null ? Text.of(fallback) : text(value, parameter);
    }

    private Text text(Value value, String parameter) {
        if (value instanceof Text text) {
            return text;
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw JinjaException.type(
                callee + ": argument '" + parameter + "' must be str, not " + value.typeName());
    }
}
