package dev.mote.text.jinja.library;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.Numbers;
import dev.mote.text.jinja.value.Real;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Filters on numbers. */
final class NumberFilters {
    private static final Pattern REAL =
            Pattern.compile(
                    "[-+]?(?:[0-9]+(?:_[0-9]+)*\\.?(?:[0-9]+(?:_[0-9]+)*)?|\\.[0-9]+(?:_[0-9]+)*)"
                            + "(?:[eE][-+]?[0-9]+)?");
    private static final Pattern SPECIAL = Pattern.compile("(?i)([-+]?)(inf|infinity|nan)");

    private NumberFilters() {}

    static void addTo(Map<String, Filter> filters) {
        filters.put("abs", NumberFilters::abs);
        filters.put("int", NumberFilters::integer);
        filters.put("float", NumberFilters::real);
        filters.put("round", NumberFilters::round);
        filters.put("filesizeformat", NumberFilters::fileSize);
    }

    private static Value abs(CallContext context, Value value, Arguments arguments) {
        arguments.bind("abs");
        Long integer = Numbers.integer(value);
        if (integer != null) {
            return integer < 0 ? Arithmetic.sign(true, new Int(integer)) : new Int(integer);
        }
        return new Real(Math.abs(require(value, "abs")));
    }

    private static double require(Value value, String filter) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        Double real = Numbers.real(value);
        if (real == null) {
            throw JinjaException.type(filter + ": a number is required, not " + value.typeName());
        }
        return real;
    }

    private static Value integer(CallContext context, Value value, Arguments arguments) {
        Bound bound = arguments.bind("int", "default", "base");
        long base = bound.integer("base", 10);
        Value fallback = bound.value("default", new Int(0));
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof Text text) {
            context.budget().scan(text.size());
            Int parsed = parse(text.chars().strip(), base);
            if (parsed != null) {
                return parsed;
            }
            Double real = parseReal(text.chars());
            return real == null || real.isInfinite() || real.isNaN()
                    ? fallback
                    : Numbers.truncate(real);
        }
        Double real = Numbers.real(value);
        if (real == null || real.isNaN() || real.isInfinite()) {
            return fallback;
        }
        Long whole = Numbers.integer(value);
        return whole == null ? Numbers.truncate(real) : new Int(whole);
    }

    private static @Nullable Int parse(String chars, long base) {
        boolean negative = chars.startsWith("-");
        String digits = chars.replaceFirst("^[-+]", "");
        int radix = Math.clamp(base, 0, 36);
        String prefix = digits.length() > 1 ? digits.substring(0, 2).toLowerCase(Locale.ROOT) : "";
        int prefixed =
                switch (prefix) {
                    case "0x" -> 16;
                    case "0o" -> 8;
                    case "0b" -> 2;
                    default -> 0;
                };
        if (prefixed != 0 && (prefixed == radix || radix == 0)) {
            digits = digits.substring(2);
            radix = prefixed;
        }
        if (radix == 0) {
            radix = 10;
        }
        if (radix < 2 || !digits.matches("[0-9A-Za-z]+(_[0-9A-Za-z]+)*")) {
            return null;
        }
        try {
            String plain = digits.replace("_", "");
            return new Int(Long.parseLong(negative ? "-" + plain : plain, radix));
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static Value real(CallContext context, Value value, Arguments arguments) {
        Value fallback = arguments.bind("float", "default").value("default", new Real(0));
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof Text text) {
            context.budget().scan(text.size());
            Double parsed = parseReal(text.chars());
            return parsed == null ? fallback : new Real(parsed);
        }
        Double real = Numbers.real(value);
        return real == null ? fallback : new Real(real);
    }

    private static @Nullable Double parseReal(String written) {
        String chars = written.strip();
        if (REAL.matcher(chars).matches()) {
            return Double.valueOf(chars.replace("_", ""));
        }
        var special = SPECIAL.matcher(chars);
        if (!special.matches()) {
            return null;
        }
        if (special.group(2).equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        return special.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    private static Value round(CallContext context, Value value, Arguments arguments) {
        Bound bound = arguments.bind("round", "precision", "method");
        int precision = Math.clamp(bound.integer("precision", 0), -400, 400);
        RoundingMode mode =
                switch (bound.text("method", "common").chars()) {
                    case "common" -> RoundingMode.HALF_EVEN;
                    case "ceil" -> RoundingMode.CEILING;
                    case "floor" -> RoundingMode.FLOOR;
                    default ->
                            throw JinjaException.value(
                                    "round: method must be common, ceil or floor");
                };
        double number = require(value, "round");
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return new Real(number);
        }
        Long whole = Numbers.integer(value);
        if (mode == RoundingMode.HALF_EVEN) {
            return whole == null
                    ? new Real(new BigDecimal(number).setScale(precision, mode).doubleValue())
                    : new Int(BigDecimal.valueOf(whole).setScale(precision, mode).longValue());
        }
        double scale = Math.pow(10, precision);
        double scaled = number * scale;
        return new Real(
                (mode == RoundingMode.CEILING ? Math.ceil(scaled) : Math.floor(scaled)) / scale);
    }

    private static Value fileSize(CallContext context, Value value, Arguments arguments) {
        boolean binary = arguments.bind("filesizeformat", "binary").flag("binary", false);
        double bytes = require(value, "filesizeformat");
        int base = binary ? 1024 : 1000;
        if (bytes == 1) {
            return Text.of("1 Byte");
        }
        if (bytes < base) {
            return Text.of((long) bytes + " Bytes");
        }
        String[] units =
                binary
                        ? new String[] {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"}
                        : new String[] {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
        double unit = base;
        int i = 0;
        while (i + 1 < units.length && bytes >= unit * base) {
            unit *= base;
            i++;
        }
        return Text.of(NumberFormat.real(bytes / unit, 'f', 1) + " " + units[i]);
    }
}
