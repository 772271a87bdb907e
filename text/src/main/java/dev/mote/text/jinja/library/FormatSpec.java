package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Bool;
import dev.mote.text.jinja.value.Numbers;
import dev.mote.text.jinja.value.Real;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field's format in {@code str.format}.
 *
 * @see <a href="https://docs.python.org/3/library/string.html#formatspec">Format Specification
 *     Mini-Language</a>
 */
final class FormatSpec {
    private static final Pattern SYNTAX =
            Pattern.compile(
                    "(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<alternate>#)?(?<zero>0)?"
                            + "(?<width>[0-9]{1,9})?(?<group>[,_])?(?:\\.(?<precision>[0-9]{1,3}))?"
                            + "(?<type>[bcdeEfFgGnosxX%])?",
                    Pattern.DOTALL);

    private FormatSpec() {}

    /** A value as the specification wants it. */
    static Text format(Value value, String spec, Budget budget) {
        if (spec.isEmpty()) {
            return Repr.str(value, budget);
        }
        Matcher parts = SYNTAX.matcher(spec);
        if (!parts.matches()) {
            throw JinjaException.value("invalid format specifier '" + spec + "'");
        }
        Text body = body(value, parts, budget);
        boolean number = value instanceof Bool ? hasType(parts) : Numbers.real(value) != null;
        return pad(body, parts, number, budget);
    }

    private static boolean hasType(Matcher parts) {
        String type = parts.group("type");
        return type != null && !type.equals("s");
    }

    private static Text body(Value value, Matcher parts, Budget budget) {
        String type = parts.group("type");
        String precision = parts.group("precision");
        boolean text = type == null ? Numbers.real(value) == null : type.equals("s");
        if (text || (type == null && value instanceof Bool)) {
            Text whole = Repr.str(value, budget);
            boolean cut = precision != null && Integer.parseInt(precision) < whole.length();
            return cut ? whole.substring(0, whole.offset(Integer.parseInt(precision))) : whole;
        }
        Double real = Numbers.real(value);
        if (real == null) {
            throw JinjaException.value(
                    "format code '" + type + "' does not fit a value of type " + value.typeName());
        }
        char code = type != null ? type.charAt(0) : defaultCode(value, precision);
        int digits = precision == null ? -1 : Integer.parseInt(precision);
        String number = NumberFormat.format(value, code, digits, parts.group("alternate") != null);
        if (parts.group("group") != null) {
            number = NumberFormat.group(number, parts.group("group").charAt(0));
        }
        String sign = parts.group("sign");
        boolean signed = number.startsWith("-") || sign == null || sign.equals("-");
        return Text.of(signed ? number : sign + number);
    }

    private static char defaultCode(Value value, @Nullable String precision) {
        if (value instanceof Real) {
            return precision == null ? 'r' : 'g';
        }
        return 'd';
    }

    private static Text pad(Text body, Matcher parts, boolean number, Budget budget) {
        String width = parts.group("width");
        int missing = width == null ? 0 : Integer.parseInt(width) - body.length();
        if (missing <= 0) {
            return body;
        }
        boolean zero = parts.group("zero") != null;
        String fill = parts.group("fill") != null ? parts.group("fill") : zero ? "0" : " ";
        String align = parts.group("align");
        if (align == null) {
            align = number ? (zero ? "=" : ">") : "<";
        }
        Text padding = Text.of(fill);
        int signEnd = align.equals("=") && body.chars().matches("(?s)[-+ ].*") ? 1 : 0;
        int before =
                switch (align) {
                    case "<" -> 0;
                    case "^" -> missing / 2;
                    default -> missing;
                };
        return new TextBuilder(budget)
                .append(body.substring(0, signEnd))
                .append(padding, before)
                .append(body.substring(signEnd))
                .append(padding, missing - before)
                .build();
    }
}
