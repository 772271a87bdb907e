package dev.mote.text.template;

import dev.mote.text.jinja.value.Bool;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Real;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns Java values into a template's own copies of them, all text in them untrusted but for the
 * roles of messages.
 *
 * <p>Templates write special tokens around role names, some even {@code <|} and {@code |>}, so a
 * role must be trusted to work. Only the names below are: they are words a special token may be
 * made of, but never a special token themselves, and none ends a turn.
 */
final class VariableReader {
    private static final int NESTING_MAX = 100;

    private static final Set<String> ROLES =
            Set.of(
                    "assistant",
                    "context",
                    "control",
                    "developer",
                    "document",
                    "documents",
                    "environment",
                    "function",
                    "ipython",
                    "model",
                    "observation",
                    "system",
                    "tool",
                    "tool_response",
                    "tools",
                    "user");

    private VariableReader() {}

    /**
     * Reads all variables.
     *
     * @throws IllegalArgumentException if one holds what templates have no value for
     */
    static Map<String, Value> read(
            Map<String, ? extends @Nullable Object> variables, Map<String, String> specialTokens) {
        Map<String, Value> values = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            Value read = value(name, value, 0);
            if (name.equals("messages")) {
                trustRoles(read);
            }
            values.put(name, read);
        });
        specialTokens.forEach((name, token) -> values.put(name, Text.of(token)));
        return values;
    }

    private static Value value(String name, @Nullable Object value, int nesting) {
        if (nesting > NESTING_MAX) {
            throw new IllegalArgumentException(
                    "template variable '"
                            + name
                            + "' nests deeper than "
                            + NESTING_MAX
                            + " levels");
        }
        return switch (value) {
            case null -> None.NONE;
            case String text -> Text.of(text, false);
            case Boolean bool -> Bool.of(bool);
            case Long number -> new Int(number);
            case Integer number -> new Int(number);
            case Short number -> new Int(number);
            case Byte number -> new Int(number);
            case Double number -> new Real(number);
            case Float number -> new Real(number);
            case Map<?, ?> map -> dict(name, map, nesting);
            case Iterable<?> list -> {
                List<Value> elements = new ArrayList<>();
                for (Object element : list) {
                    elements.add(value(name, element, nesting + 1));
                }
                yield new ListValue(elements);
            }
            default ->
                    throw new IllegalArgumentException(
                            "template variable '"
                                    + name
                                    + "' holds a "
                                    + value.getClass().getName()
                                    + "; templates take strings, booleans, numbers, null, lists"
                                    + " and maps");
        };
    }

    private static Value dict(String name, Map<?, ?> map, int nesting) {
        DictValue dict = new DictValue();
        map.forEach((key, value) -> {
            if (!(key instanceof String text)) {
                throw new IllegalArgumentException(
                        "template variable '"
                                + name
                                + "' has the key "
                                + key
                                + ", which is no string");
            }
            dict.put(Text.of(text, false), value(name, value, nesting + 1));
        });
        return dict;
    }

    private static void trustRoles(Value messages) {
        if (!(messages instanceof ListValue list)) {
            return;
        }
        for (Value message : list.elements()) {
            if (message instanceof DictValue dict
                    && dict.get("role") instanceof Text role
                    && ROLES.contains(role.chars())) {
                dict.put(Text.of("role"), Text.of(role.chars()));
            }
        }
    }
}
