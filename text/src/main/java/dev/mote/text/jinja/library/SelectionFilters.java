package dev.mote.text.jinja.library;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Generator;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Truth;
import dev.mote.text.jinja.value.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Filters that apply other filters and tests to every element. */
final class SelectionFilters {
    private SelectionFilters() {}

    static void addTo(Map<String, Filter> filters) {
        filters.put("map", SelectionFilters::map);
        filters.put("select", (c, v, a) -> chosen(c, v, UnaryOperator.identity(), a, true));
        filters.put("reject", (c, v, a) -> chosen(c, v, UnaryOperator.identity(), a, false));
        filters.put("selectattr", (c, v, a) -> chosenByAttribute(c, v, a, true));
        filters.put("rejectattr", (c, v, a) -> chosenByAttribute(c, v, a, false));
    }

    private static Value map(CallContext context, Value value, Arguments arguments) {
        List<Value> mapped = new ArrayList<>();
        if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
            if (!Set.of("attribute", "default").containsAll(arguments.named().keySet())) {
                throw JinjaException.type("map takes 'attribute' and 'default' by name");
            }
            AttributePath path =
                    AttributePath.of(
                            arguments.named().getOrDefault("attribute", None.NONE),
                            arguments.named().getOrDefault("default", None.NONE));
            for (Value element : elements(value, context)) {
                mapped.add(path.get(element, context.budget()));
            }
        } else {
            String filter = name(arguments, "map requires a filter");
            for (Value element : elements(value, context)) {
                mapped.add(context.filter(filter, element, arguments.withoutFirst()));
            }
        }
        return new Generator(mapped);
    }

    /** As in Jinja2, what is false has no elements, even where a loop would refuse it. */
    private static List<Value> elements(Value value, CallContext context) {
        return Truth.of(value) ? Iteration.of(value, context.budget()) : List.of();
    }

    private static String name(Arguments arguments, String otherwise) {
        if (arguments.positional().isEmpty()
                || !(arguments.positional().getFirst() instanceof Text name)) {
            throw JinjaException.type(otherwise + " named by a string");
        }
        return name.chars();
    }

    private static Value chosenByAttribute(
            CallContext context, Value value, Arguments arguments, boolean wanted) {
        if (arguments.positional().isEmpty()) {
            throw JinjaException.type("selectattr and rejectattr require an attribute");
        }
        AttributePath path = AttributePath.of(arguments.positional().getFirst());
        return chosen(
                context,
                value,
                element -> path.get(element, context.budget()),
                arguments.withoutFirst(),
                wanted);
    }

    private static Value chosen(
            CallContext context,
            Value value,
            UnaryOperator<Value> tested,
            Arguments arguments,
            boolean wanted) {
        List<Value> chosen = new ArrayList<>();
        boolean plain = arguments.positional().isEmpty();
        String test = plain ? "" : name(arguments, "the choice requires a test");
        for (Value element : elements(value, context)) {
            Value subject = tested.apply(element);
            boolean holds =
                    plain
                            ? Truth.of(subject)
                            : context.test(test, subject, arguments.withoutFirst());
            if (holds == wanted) {
                chosen.add(element);
            }
        }
        return new Generator(chosen);
    }
}
