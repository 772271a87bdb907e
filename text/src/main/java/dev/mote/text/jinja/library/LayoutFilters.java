package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.PythonText;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.Value;

import java.util.List;
import java.util.Map;

/** Filters that lay a text out. */
final class LayoutFilters {
    private static final int INDENT_DEFAULT = 4;
    private static final int CENTER_DEFAULT = 80;
    private static final int TRUNCATE_DEFAULT = 255;
    private static final int LEEWAY_DEFAULT = 5;

    private LayoutFilters() {}

    static void addTo(Map<String, Filter> filters) {
        filters.put("indent", LayoutFilters::indent);
        filters.put("center", LayoutFilters::center);
        filters.put("truncate", LayoutFilters::truncate);
    }

    private static Value indent(CallContext context, Value value, Arguments arguments) {
        Budget budget = context.budget();
        Bound bound = arguments.bind("indent", "width", "first", "blank");
        Text text = Repr.str(value, budget);
        Text indentation =
                bound.has("width") && bound.require("width") instanceof Text written
                        ? written
                        : new TextBuilder(budget)
                                .append(Text.of(" "), bound.integer("width", INDENT_DEFAULT))
                                .build();
        boolean blank = bound.flag("blank", false);
        // The text counts as one line more, which keeps a newline at its end.
        Text whole = new TextBuilder(budget).append(text).append("\n").build();
        List<Text> lines = PythonText.lines(whole, false);
        budget.steps(lines.size());
        TextBuilder out = new TextBuilder(budget);
        for (int i = 0; i < lines.size(); i++) {
            Text line = lines.get(i);
            if (i > 0) {
                out.append("\n");
            }
            boolean indented = i == 0 ? bound.flag("first", false) : blank || !line.isEmpty();
            if (indented) {
                out.append(indentation);
            }
            out.append(line);
        }
        return out.build().markup(text.isMarkup());
    }

    private static Value center(CallContext context, Value value, Arguments arguments) {
        Text text = Repr.str(value, context.budget());
        long width = arguments.bind("center", "width").integer("width", CENTER_DEFAULT);
        long missing = Math.max(0, width - text.length());
        long before = Padding.centered(missing, width);
        return Padding.fill(text, Text.of(" "), before, missing - before, context.budget())
                .markup(text.isMarkup());
    }

    private static Value truncate(CallContext context, Value value, Arguments arguments) {
        Budget budget = context.budget();
        Text text = Repr.str(value, budget);
        budget.scan(text.size());
        Bound bound = arguments.bind("truncate", "length", "killwords", "end", "leeway");
        long length = bound.integer("length", TRUNCATE_DEFAULT);
        Text end = bound.text("end", "...");
        long leeway = bound.integer("leeway", LEEWAY_DEFAULT);
        if (length < end.length() || leeway < 0) {
            throw JinjaException.value(
                    "truncate: expected length >= " + end.length() + " and leeway >= 0");
        }
        if (text.length() <= length + leeway) {
            return text;
        }
        Text kept = text.substring(0, text.offset((int) length - end.length()));
        if (!bound.flag("killwords", false)) {
            int space = kept.chars().lastIndexOf(' ');
            kept = space < 0 ? kept : kept.substring(0, space);
        }
        return new TextBuilder(budget).append(kept).append(end).build();
    }
}
