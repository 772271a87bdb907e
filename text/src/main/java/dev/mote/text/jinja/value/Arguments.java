package dev.mote.text.jinja.value;

import dev.mote.text.jinja.JinjaException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a call passes.
 *
 * @param positional by position
 * @param named by name, in order
 */
public record Arguments(List<Value> positional, Map<String, Value> named) {
    /** Nothing. */
    public static final Arguments NONE = new Arguments(List.of(), Map.of());

    /** Positional arguments only. */
    public static Arguments of(Value... values) {
        return new Arguments(List.of(values), Map.of());
    }

    /** All but the first positional arguments. */
    public Arguments withoutFirst() {
        return new Arguments(positional.subList(1, positional.size()), named);
    }

    /**
     * Matches these with parameters.
     *
     * @param callee what is called, for messages
     * @param parameters names in order
     * @throws JinjaException if there are too many arguments, or one of an unknown name
     */
    public Bound bind(String callee, String... parameters) {
        if (positional.size() > parameters.length) {
            throw JinjaException.type(
                    callee
                            + " takes at most "
                            + parameters.length
                            + " arguments, "
                            + positional.size()
                            + " given");
        }
        Map<String, Value> byName = new LinkedHashMap<>();
        for (int i = 0; i < positional.size(); i++) {
            byName.put(parameters[i], positional.get(i));
        }
        List<String> known = List.of(parameters);
        named.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw JinjaException.type(
                        callee + " got an unexpected keyword argument '" + name + "'");
            }
            if (byName.putIfAbsent(name, value) != null) {
                throw JinjaException.type(
                        callee + " got multiple values for argument '" + name + "'");
            }
        });
        return new Bound(callee, byName);
    }
}
