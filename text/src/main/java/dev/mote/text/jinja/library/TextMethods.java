package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.PythonText;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Python's methods of {@code str} that make texts. */
final class TextMethods {
    static final Set<String> NAMES =
            Set.of(
                    "capitalize",
                    "casefold",
                    "center",
                    "expandtabs",
                    "format",
                    "format_map",
                    "join",
                    "ljust",
                    "lower",
                    "lstrip",
                    "partition",
                    "removeprefix",
                    "removesuffix",
                    "replace",
                    "rjust",
                    "rpartition",
                    "rsplit",
                    "rstrip",
                    "split",
                    "splitlines",
                    "strip",
                    "swapcase",
                    "title",
                    "upper",
                    "zfill");

    private TextMethods() {}

    static Value call(CallContext context, Text text, String name, Arguments arguments) {
        Budget budget = context.budget();
        budget.produce(text.size());
        return switch (name) {
            case "capitalize", "casefold", "lower", "swapcase", "title", "upper" -> {
                arguments.bind(name);
                yield Casing.apply(name, text);
            }
            case "strip", "lstrip", "rstrip" -> strip(text, name, arguments);
            case "split" -> {
                Bound bound = arguments.bind(name, "sep", "maxsplit");
                yield new ListValue(
                        charged(
                                Splitting.forward(text, separator(bound), maxSplit(bound)),
                                budget));
            }
            case "rsplit" -> {
                Bound bound = arguments.bind(name, "sep", "maxsplit");
                yield new ListValue(
                        charged(
                                Splitting.backward(text, separator(bound), maxSplit(bound), budget),
                                budget));
            }
            case "splitlines" -> {
                boolean keep = arguments.bind(name, "keepends").flag("keepends", false);
                yield new ListValue(charged(PythonText.lines(text, keep), budget));
            }
            case "partition", "rpartition" -> {
                Text separator = arguments.bind(name, "sep").text("sep");
                yield TupleValue.of(
                        List.copyOf(
                                Splitting.partition(
                                        text, separator, name.startsWith("r"), budget)));
            }
            case "replace" -> {
                Bound bound = arguments.bind(name, "old", "new", "count");
                Text replacement = bound.text("new");
                yield replace(
                                text,
                                bound.text("old"),
                                text.isMarkup() ? Escape.escape(replacement, budget) : replacement,
                                bound.integer("count", -1),
                                budget)
                        .markup(text.isMarkup());
            }
            case "removeprefix" -> {
                String prefix = arguments.bind(name, "prefix").text("prefix").chars();
                yield text.chars().startsWith(prefix) ? text.substring(prefix.length()) : text;
            }
            case "removesuffix" -> {
                String suffix = arguments.bind(name, "suffix").text("suffix").chars();
                yield text.chars().endsWith(suffix)
                        ? text.substring(0, text.size() - suffix.length())
                        : text;
            }
            case "join" -> join(text, arguments, budget);
            case "format" -> BraceFormat.format(text, arguments, budget);
            case "format_map" -> formatMap(text, arguments, budget);
            default -> Padding.apply(name, text, arguments, budget).markup(text.isMarkup());
        };
    }

    private static List<? extends Value> charged(List<? extends Value> parts, Budget budget) {
        budget.steps(parts.size());
        return parts;
    }

    private static Value separator(Bound bound) {
        Value separator = bound.value("sep", None.NONE);
        return separator instanceof None ? separator : bound.text("sep");
    }

    private static long maxSplit(Bound bound) {
        long count = bound.integer("maxsplit", -1);
        return count < 0 ? Long.MAX_VALUE : count;
    }

    private static Text strip(Text text, String name, Arguments arguments) {
        Bound bound = arguments.bind(name, "chars");
        Value chars = bound.value("chars", None.NONE);
        Value set = chars instanceof None ? chars : bound.text("chars");
        return Splitting.strip(text, set, !name.startsWith("r"), !name.startsWith("l"));
    }

    /** Replaces up to {@code count} occurrences, or all if it is negative. */
    static Text replace(Text text, Text old, Text replacement, long count, Budget budget) {
        long left = count < 0 ? Long.MAX_VALUE : count;
        TextBuilder out = new TextBuilder(budget);
        int copied = 0;
        int from = 0;
        while (left-- > 0) {
            int at = text.indexOf(old.chars(), from);
            if (at < 0) {
                break;
            }
            budget.step();
            out.append(text.substring(copied, at)).append(replacement);
            copied = at + old.size();
            from = copied;
            if (old.isEmpty()) {
                // An empty text occurs before every character and at the end.
                if (at == text.size()) {
                    break;
                }
                from = text.chars().offsetByCodePoints(at, 1);
            }
        }
        return out.append(text.substring(copied)).build();
    }

    private static Text join(Text separator, Arguments arguments, Budget budget) {
        List<Value> parts = Iteration.of(arguments.bind("join", "parts").require("parts"), budget);
        TextBuilder out = new TextBuilder(budget);
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                out.append(separator);
            }
            if (!(parts.get(i) instanceof Text part)) {
                throw JinjaException.type(
                        "sequence item "
                                + i
                                + ": expected str instance, "
                                + parts.get(i).typeName()
                                + " found");
            }
            out.append(separator.isMarkup() ? Escape.escape(part, budget) : part);
        }
        return out.build().markup(separator.isMarkup());
    }

    private static Text formatMap(Text text, Arguments arguments, Budget budget) {
        Value mapping = arguments.bind("format_map", "mapping").require("mapping");
        if (!(mapping instanceof DictValue dict)) {
            throw JinjaException.type("format_map requires a mapping");
        }
        Map<String, Value> named = new LinkedHashMap<>();
        dict.forEach((key, value) -> {
            if (key instanceof Text name) {
                named.put(name.chars(), value);
            }
        });
        return BraceFormat.format(text, new Arguments(List.of(), named), budget);
    }
}
