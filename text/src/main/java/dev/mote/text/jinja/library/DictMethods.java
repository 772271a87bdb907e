package dev.mote.text.jinja.library;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.DictView;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Python's methods of {@code dict}. */
final class DictMethods {
    static final Set<String> NAMES =
            Set.of(
                    "clear",
                    "copy",
                    "get",
                    "items",
                    "keys",
                    "pop",
                    "popitem",
                    "setdefault",
                    "update",
                    "values");

    private DictMethods() {}

    static Value call(CallContext context, DictValue dict, String name, Arguments arguments) {
        context.budget().step();
        return switch (name) {
            case "items" -> view(dict, DictView.Kind.ITEMS, name, arguments);
            case "keys" -> view(dict, DictView.Kind.KEYS, name, arguments);
            case "values" -> view(dict, DictView.Kind.VALUES, name, arguments);
            case "get" -> {
                Bound bound = arguments.bind(name, "key", "default");
                Value value = dict.get(bound.require("key"));
                yield value == null ? bound.value("default", None.NONE) : value;
            }
            case "pop" -> {
                Bound bound = arguments.bind(name, "key", "default");
                Value value = dict.remove(bound.require("key"));
                yield value == null ? fallback(bound) : value;
            }
            case "popitem" -> {
                arguments.bind(name);
                yield popLast(dict);
            }
            case "setdefault" -> {
                Bound bound = arguments.bind(name, "key", "default");
                Value value = dict.get(bound.require("key"));
                if (value == null) {
                    value = bound.value("default", None.NONE);
                    dict.put(bound.require("key"), value);
                }
                yield value;
            }
            case "update" -> {
                update(context, dict, arguments);
                yield None.NONE;
            }
            case "copy" -> {
                arguments.bind(name);
                context.budget().steps(dict.size());
                DictValue copy = new DictValue();
                copy.putAll(dict);
                yield copy;
            }
            default -> {
                arguments.bind(name);
                dict.clear();
                yield None.NONE;
            }
        };
    }

    /** A view of the pairs. */
    static DictView items(DictValue dict) {
        return new DictView(dict, DictView.Kind.ITEMS);
    }

    private static Value view(
            DictValue dict, DictView.Kind kind, String name, Arguments arguments) {
        arguments.bind(name);
        return new DictView(dict, kind);
    }

    private static Value fallback(Bound bound) {
        if (bound.has("default")) {
            return bound.require("default");
        }
        throw JinjaException.value("pop: the dictionary lacks the key");
    }

    private static Value popLast(DictValue dict) {
        List<Value> keys = dict.keys();
        if (keys.isEmpty()) {
            throw JinjaException.value("popitem: the dictionary is empty");
        }
        Value key = keys.getLast();
        @Nullable Value value = dict.remove(key);
        return TupleValue.of(key, value == null ? None.NONE : value);
    }

    /** Adds what {@code dict(...)} and {@code dict.update(...)} take. */
    static void update(CallContext context, DictValue dict, Arguments arguments) {
        Arguments positional = new Arguments(arguments.positional(), Map.of());
        Bound bound = positional.bind("dict", "entries");
        if (bound.has("entries")) {
            Value entries = bound.require("entries");
            if (entries instanceof DictValue other) {
                context.budget().steps(other.size());
                other.keys().forEach(key -> dict.put(key, Objects.requireNonNull(other.get(key))));
            } else {
                for (Value entry : Iteration.of(entries, context.budget())) {
                    List<Value> pair = Iteration.of(entry, context.budget());
                    if (pair.size() != 2) {
                        throw JinjaException.value(
                                "a dictionary is made of pairs, not of " + pair.size() + " values");
                    }
                    dict.put(pair.get(0), pair.get(1));
                }
            }
        }
        arguments.named().forEach((name, value) -> dict.put(Text.of(name), value));
    }
}
