package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.Value;

/**
 * {@code str.format}.
 *
 * @see <a href="https://docs.python.org/3/library/string.html#format-string-syntax">Format String
 *     Syntax</a>
 */
final class BraceFormat {
    private final Text format;
    private final Arguments arguments;
    private final Budget budget;
    private final TextBuilder out;
    private int position;
    private int automatic;

    private BraceFormat(Text format, Arguments arguments, Budget budget) {
        this.format = format;
        this.arguments = arguments;
        this.budget = budget;
        this.out = new TextBuilder(budget);
    }

    static Text format(Text format, Arguments arguments, Budget budget) {
        return new BraceFormat(format, arguments, budget).run().markup(format.isMarkup());
    }

    private Text run() {
        String chars = format.chars();
        budget.scan(chars.length());
        int copied = 0;
        while (position < chars.length()) {
            char c = chars.charAt(position);
            if (c != '{' && c != '}') {
                position++;
                continue;
            }
            out.append(format.substring(copied, position));
            position++;
            boolean doubled = position < chars.length() && chars.charAt(position) == c;
            if (doubled) {
                out.append(format.substring(position, position + 1));
                position++;
            } else if (c == '}') {
                throw JinjaException.value("single '}' encountered in format string");
            } else {
                field();
            }
            copied = position;
        }
        return out.append(format.substring(copied)).build();
    }

    private void field() {
        String chars = format.chars();
        int end = chars.indexOf('}', position);
        if (end < 0) {
            throw JinjaException.value("expected '}' before end of string");
        }
        String field = chars.substring(position, end);
        if (field.indexOf('{') >= 0) {
            throw JinjaException.value("nested fields in a format are not supported");
        }
        position = end + 1;
        int colon = field.indexOf(':');
        String spec = colon < 0 ? "" : field.substring(colon + 1);
        String named = colon < 0 ? field : field.substring(0, colon);
        int mark = named.indexOf('!');
        String conversion = mark < 0 ? "" : named.substring(mark + 1);
        Value value = lookUp(mark < 0 ? named : named.substring(0, mark));
        Value converted =
                switch (conversion) {
                    case "" -> value;
                    case "s" -> Repr.str(value, budget);
                    case "r", "a" -> Repr.repr(value, budget);
                    default ->
                            throw JinjaException.value("unknown conversion '" + conversion + "'");
                };
        Text formatted = FormatSpec.format(converted, spec, budget);
        out.append(format.isMarkup() ? Escape.escape(formatted, budget) : formatted);
    }

    private Value lookUp(String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        Value value = argument(path.substring(0, end));
        while (end < path.length()) {
            int start = end + 1;
            boolean subscript = path.charAt(end) == '[';
            end = start;
            while (end < path.length()
                    && (subscript
                            ? path.charAt(end) != ']'
                            : path.charAt(end) != '.' && path.charAt(end) != '[')) {
                end++;
            }
            String key = path.substring(start, end);
            if (subscript) {
                end++;
                value =
                        Members.item(
                                value,
                                isIndex(key) ? new Int(Long.parseLong(key)) : Text.of(key),
                                budget);
            } else {
                value = Members.attribute(value, key);
            }
        }
        return value;
    }

    private Value argument(String name) {
        if (name.isEmpty() || isIndex(name)) {
            int index = name.isEmpty() ? automatic++ : Integer.parseInt(name);
            if (index >= arguments.positional().size()) {
                throw JinjaException.value(
                        "replacement index " + index + " out of range for positional arguments");
            }
            return arguments.positional().get(index);
        }
        Value value = arguments.named().get(name);
        if (value == null) {
            throw JinjaException.value("the format's key '" + name + "' is missing");
        }
        return value;
    }

    private static boolean isIndex(String name) {
        return name.matches("[0-9]{1,9}");
    }
}
