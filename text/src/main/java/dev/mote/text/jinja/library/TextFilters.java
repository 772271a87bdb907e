package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.PythonText;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Value;

import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** Filters on the characters of a text; other values are printed first. */
final class TextFilters {
    private TextFilters() {}

    static void addTo(Map<String, Filter> filters) {
        filters.put("upper", casing("upper"));
        filters.put("lower", casing("lower"));
        filters.put("capitalize", casing("capitalize"));
        filters.put("title", plain((text, _) -> text.map(TextFilters::titled).markup(false)));
        filters.put("string", plain((text, _) -> text));
        filters.put("safe", plain((text, _) -> text.markup(true)));
        filters.put("escape", (context, value, _) -> Escape.escape(value, context.budget()));
        filters.put("e", (context, value, _) -> Escape.escape(value, context.budget()));
        filters.put("forceescape", plain(Escape::forced));
        filters.put("wordcount", plain((text, _) -> new Int(words(text.chars()))));
        filters.put("trim", TextFilters::trim);
        filters.put("replace", TextFilters::replace);
        filters.put("format", TextFilters::format);
    }

    private static Filter casing(String method) {
        return plain((text, _) -> Casing.apply(method, text));
    }

    /** A filter without arguments. */
    private static Filter plain(BiFunction<Text, Budget, Value> mapping) {
        return (context, value, arguments) -> {
            arguments.bind("the filter");
            Text text = Repr.str(value, context.budget());
            context.budget().produce(text.size());
            return mapping.apply(text, context.budget());
        };
    }

    /** Capitals behind white space, hyphens and opening brackets, unlike {@code str.title}. */
    private static String titled(String chars) {
        StringBuilder out = new StringBuilder(chars.length());
        boolean wordBegins = true;
        for (int c : chars.codePoints().toArray()) {
            String letter = Character.toString(c);
            boolean border = PythonText.isSpace(c) || (c < 0x80 && "-({[<".indexOf(c) >= 0);
            out.append(
                    wordBegins && !border
                            ? letter.toUpperCase(Locale.ROOT)
                            : letter.toLowerCase(Locale.ROOT));
            wordBegins = border;
        }
        return out.toString();
    }

    /** Runs of letters, digits and underscores. */
    private static long words(String chars) {
        long words = 0;
        boolean inWord = false;
        for (int c : chars.codePoints().toArray()) {
            boolean letter = Character.isLetterOrDigit(c) || c == '_';
            words += letter && !inWord ? 1 : 0;
            inWord = letter;
        }
        return words;
    }

    private static Value trim(CallContext context, Value value, Arguments arguments) {
        Text text = Repr.str(value, context.budget());
        context.budget().produce(text.size());
        Bound bound = arguments.bind("trim", "chars");
        Value chars = bound.value("chars", None.NONE);
        return Splitting.strip(
                text, chars instanceof None ? chars : bound.text("chars"), true, true);
    }

    private static Value replace(CallContext context, Value value, Arguments arguments) {
        Budget budget = context.budget();
        Bound bound = arguments.bind("replace", "old", "new", "count");
        boolean all = bound.value("count", None.NONE) instanceof None;
        return TextMethods.replace(
                Repr.str(value, budget),
                Repr.str(bound.require("old"), budget),
                Repr.str(bound.require("new"), budget),
                all ? -1 : bound.integer("count", -1),
                budget);
    }

    private static Value format(CallContext context, Value value, Arguments arguments) {
        Text format = Repr.str(value, context.budget());
        Value argument = TupleValue.of(arguments.positional());
        if (!arguments.named().isEmpty()) {
            DictValue named = new DictValue();
            arguments.named().forEach((name, each) -> named.put(Text.of(name), each));
            argument = named;
        }
        return PercentFormat.format(format, argument, context.budget());
    }
}
