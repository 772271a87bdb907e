package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Numbers;
import dev.mote.text.jinja.value.Real;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formatting with {@code %}.
 *
 * @see <a href="https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting">
 *     printf-style String Formatting</a>
 */
final class PercentFormat {
    private static final Pattern FIELD =
            Pattern.compile(
                    "%(?:\\((?<key>[^)]*)\\))?(?<flags>[-+ #0]*)(?<width>\\*|[0-9]{1,9})?"
                            + "(?:\\.(?<precision>\\*|[0-9]{0,3}))?[hlL]?(?<code>.)",
                    Pattern.DOTALL);

    private final Text format;
    private final Value argument;
    private final List<Value> positional;
    private final Budget budget;
    private final TextBuilder out;
    private int used;

    private PercentFormat(Text format, Value argument, Budget budget) {
        this.format = format;
        this.argument = argument;
        this.positional =
                argument instanceof TupleValue tuple ? tuple.elements() : List.of(argument);
        this.budget = budget;
        this.out = new TextBuilder(budget);
    }

    /** Formats one value, a tuple of them or a dictionary by name. */
    static Text format(Text format, Value argument, Budget budget) {
        return new PercentFormat(format, argument, budget).run();
    }

    private Text run() {
        String chars = format.chars();
        budget.scan(chars.length());
        Matcher field = FIELD.matcher(chars);
        boolean named = false;
        int position = 0;
        while (true) {
            int percent = chars.indexOf('%', position);
            if (percent < 0) {
                break;
            }
            out.append(format.substring(position, percent));
            if (!field.find(percent) || field.start() != percent) {
                throw JinjaException.value("incomplete format");
            }
            named |= field.group("key") != null;
            out.append(field(field));
            position = field.end();
        }
        out.append(format.substring(position));
        boolean mayIgnore = named || argument instanceof DictValue;
        if (!mayIgnore && used < positional.size()) {
            throw JinjaException.type("not all arguments converted during string formatting");
        }
        return out.build().markup(format.isMarkup());
    }

    private Text field(Matcher field) {
        String code = field.group("code");
        if (code.equals("%")) {
            return Text.of("%");
        }
        String flags = field.group("flags");
        Integer width = size(field.group("width"));
        Integer precision = size(field.group("precision"));
        Value value = field.group("key") == null ? next() : named(field.group("key"));
        Text body = converted(value, code, precision == null ? -1 : precision, flags);
        boolean number = "diouxXeEfFgG".contains(code);
        if (number && !body.chars().startsWith("-")) {
            body =
                    Text.of(
                            (flags.contains("+") ? "+" : flags.contains(" ") ? " " : "")
                                    + body.chars());
        }
        return padded(body, width == null ? 0 : width, flags, number);
    }

    private @Nullable Integer size(@Nullable String written) {
        if (written == null) {
            return null;
        }
        if (written.equals("*")) {
            return Math.clamp(Numbers.requireInteger(next(), "* in a format"), 0, 1_000_000_000);
        }
        return written.isEmpty() ? 0 : Integer.valueOf(written);
    }

    private Text converted(Value value, String code, int precision, String flags) {
        return switch (code) {
            case "s" -> cut(string(value), precision);
            case "r", "a" -> cut(Repr.repr(value, budget), precision);
            case "c" ->
                    value instanceof Text text && text.length() == 1
                            ? text
                            : number(value, 'c', -1, flags);
            case "d", "i", "u" -> {
                Value whole = value instanceof Real(double real) ? Numbers.truncate(real) : value;
                yield number(whole, 'd', -1, flags);
            }
            case "o", "x", "X", "e", "E", "f", "F", "g", "G" ->
                    number(value, code.charAt(0), precision, flags);
            default -> throw JinjaException.value("unsupported format character '" + code + "'");
        };
    }

    private Text string(Value value) {
        return format.isMarkup() ? Escape.escape(value, budget) : Repr.str(value, budget);
    }

    private static Text number(Value value, char code, int precision, String flags) {
        if (Numbers.real(value) == null) {
            throw JinjaException.type(
                    "%" + code + " format: a number is required, not " + value.typeName());
        }
        return Text.of(NumberFormat.format(value, code, precision, flags.contains("#")));
    }

    private static Text cut(Text text, int precision) {
        return precision < 0 || precision >= text.length()
                ? text
                : text.substring(0, text.offset(precision));
    }

    private Text padded(Text body, int width, String flags, boolean number) {
        int missing = width - body.length();
        if (missing <= 0) {
            return body;
        }
        TextBuilder padded = new TextBuilder(budget);
        if (flags.contains("-")) {
            return padded.append(body).append(Text.of(" "), missing).build();
        }
        if (number && flags.contains("0")) {
            int sign = body.chars().matches("[-+ ].*") ? 1 : 0;
            return padded.append(body.substring(0, sign))
                    .append(Text.of("0"), missing)
                    .append(body.substring(sign))
                    .build();
        }
        return padded.append(Text.of(" "), missing).append(body).build();
    }

    private Value next() {
        if (used == positional.size()) {
            throw JinjaException.type("not enough arguments for format string");
        }
        return positional.get(used++);
    }

    private Value named(String key) {
        if (!(argument instanceof DictValue dict)) {
            throw JinjaException.type("format requires a mapping");
        }
        Value value = dict.get(key);
        if (value == null) {
            throw JinjaException.value("the format's key '" + key + "' is missing");
        }
        return value;
    }
}
