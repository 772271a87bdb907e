package dev.mote.text.jinja.library;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Compare;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Value;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Python's methods of {@code list}, and the two that {@code tuple} shares. */
final class ListMethods {
    static final Set<String> READING = Set.of("count", "index");

    static final Set<String> NAMES =
            Set.of(
                    "append", "clear", "copy", "count", "extend", "index", "insert", "pop",
                    "remove", "reverse", "sort");

    private ListMethods() {}

    static Value call(CallContext context, ListValue list, String name, Arguments arguments) {
        if (READING.contains(name)) {
            return read(context, list.elements(), name, arguments);
        }
        List<Value> elements = list.elements();
        context.budget().step();
        return switch (name) {
            case "copy" -> {
                arguments.bind(name);
                context.budget().steps(elements.size());
                yield new ListValue(elements);
            }
            case "pop" -> pop(elements, arguments);
            default -> {
                change(context, elements, name, arguments);
                yield None.NONE;
            }
        };
    }

    private static void change(
            CallContext context, List<Value> elements, String name, Arguments arguments) {
        switch (name) {
            case "append" -> elements.add(arguments.bind(name, "value").require("value"));
            case "extend" ->
                    elements.addAll(
                            Iteration.of(
                                    arguments.bind(name, "values").require("values"),
                                    context.budget()));
            case "insert" -> {
                Bound bound = arguments.bind(name, "index", "value");
                context.budget().steps(elements.size());
                long index = bound.integer("index", 0);
                long from = index < 0 ? index + elements.size() : index;
                elements.add(Math.clamp(from, 0, elements.size()), bound.require("value"));
            }
            case "remove" -> {
                Value value = arguments.bind(name, "value").require("value");
                elements.remove(indexOf(context, elements, value));
            }
            case "reverse" -> {
                arguments.bind(name);
                context.budget().steps(elements.size());
                Collections.reverse(elements);
            }
            case "sort" -> {
                boolean reverse = arguments.bind(name, "reverse").flag("reverse", false);
                elements.sort(Ordering.plain(context, reverse));
            }
            default -> {
                arguments.bind(name);
                elements.clear();
            }
        }
    }

    private static Value pop(List<Value> elements, Arguments arguments) {
        long index = arguments.bind("pop", "index").integer("index", -1);
        long from = index < 0 ? index + elements.size() : index;
        if (from < 0 || from >= elements.size()) {
            throw JinjaException.value(
                    elements.isEmpty() ? "pop from empty list" : "pop index out of range");
        }
        return elements.remove((int) from);
    }

    /** Methods that change nothing. */
    static Value read(CallContext context, List<Value> elements, String name, Arguments arguments) {
        Value value = arguments.bind(name, "value").require("value");
        if (name.equals("index")) {
            return new Int(indexOf(context, elements, value));
        }
        return new Int(
                elements.stream()
                        .filter(element -> Compare.equal(element, value, context.budget()))
                        .count());
    }

    private static int indexOf(CallContext context, List<Value> elements, Value value) {
        for (int i = 0; i < elements.size(); i++) {
            if (Compare.equal(elements.get(i), value, context.budget())) {
                return i;
            }
        }
        throw JinjaException.value("the value is not in the list");
    }
}
