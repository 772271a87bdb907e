package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Numbers;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.Truth;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Filters that take any value. */
final class ValueFilters {
    private ValueFilters() {}

    static void addTo(Map<String, Filter> filters) {
        filters.put("default", ValueFilters::orDefault);
        filters.put("d", ValueFilters::orDefault);
        filters.put("attr", ValueFilters::attribute);
        filters.put("tojson", ValueFilters::json);
    }

    private static Value orDefault(CallContext context, Value value, Arguments arguments) {
        Bound bound = arguments.bind("default", "default_value", "boolean");
        boolean missing =
                value instanceof Undefined || (bound.flag("boolean", false) && !Truth.of(value));
        return missing ? bound.value("default_value", Text.EMPTY) : value;
    }

    private static Value attribute(CallContext context, Value value, Arguments arguments) {
        return Members.attributeOnly(value, arguments.bind("attr", "name").text("name").chars());
    }

    private static Value json(CallContext context, Value value, Arguments arguments) {
        Bound bound = arguments.bind("tojson", "ensure_ascii", "indent", "separators", "sort_keys");
        String indent = indent(bound.value("indent", None.NONE), context.budget());
        Value separators = bound.value("separators", None.NONE);
        String item = indent == null ? ", " : ",";
        String key = ": ";
        if (!(separators instanceof None)) {
            List<Value> pair = Iteration.of(separators, context.budget());
            if (pair.size() != 2
                    || !(pair.get(0) instanceof Text first)
                    || !(pair.get(1) instanceof Text second)) {
                throw JinjaException.type("tojson: separators are a pair of strings");
            }
            item = first.chars();
            key = second.chars();
        }
        JsonText.Style style =
                new JsonText.Style(
                        indent,
                        item,
                        key,
                        bound.flag("sort_keys", false),
                        bound.flag("ensure_ascii", false));
        return JsonText.write(value, style, context.budget());
    }

    private static @Nullable String indent(Value indent, Budget budget) {
        if (indent instanceof None) {
            return null;
        }
        if (indent instanceof Text text) {
            return text.chars();
        }
        long width = Numbers.requireInteger(indent, "tojson");
        return new TextBuilder(budget).append(Text.of(" "), width).build().chars();
    }
}
