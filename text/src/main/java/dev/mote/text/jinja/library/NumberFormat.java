package dev.mote.text.jinja.library;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Numbers;
import dev.mote.text.jinja.value.Value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers under one of Python's format codes. */
final class NumberFormat {
    private static final int PRECISION_DEFAULT = 6;

    private NumberFormat() {}

    /**
     * Formats a number.
     *
     * @param value an integer, boolean or real
     * @param code one of {@code bcdoxXn eEfFgG% r}
     * @param precision digits, or -1 for the default
     * @param prefixed whether other bases show which they are
     */
    static String format(Value value, char code, int precision, boolean prefixed) {
        return switch (code) {
            case 'b' -> radix(value, 2, prefixed ? "0b" : "");
            case 'o' -> radix(value, 8, prefixed ? "0o" : "");
            case 'x' -> radix(value, 16, prefixed ? "0x" : "");
            case 'X' -> radix(value, 16, prefixed ? "0X" : "").toUpperCase(Locale.ROOT);
            case 'd', 'n' -> radix(value, 10, "");
            case 'c' -> character(value);
            case 'r' -> Numbers.repr(real(value));
            case '%' -> real(real(value) * 100, 'f', precision) + "%";
            default -> real(real(value), code, precision);
        };
    }

    private static double real(Value value) {
        Double real = Numbers.real(value);
        return real == null ? Double.NaN : real;
    }

    private static long integer(Value value) {
        return Numbers.requireInteger(value, "an integer format");
    }

    private static String radix(Value value, int radix, String prefix) {
        String digits = Long.toString(integer(value), radix);
        return digits.startsWith("-") ? "-" + prefix + digits.substring(1) : prefix + digits;
    }

    private static String character(Value value) {
        long codePoint = integer(value);
        if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT) {
            throw JinjaException.value("the number " + codePoint + " is no character");
        }
        return Character.toString((int) codePoint);
    }

    /** A real under {@code eEfFgG}. */
    static String real(double value, char code, int precision) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            String name = Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
            return Character.isUpperCase(code) ? name.toUpperCase(Locale.ROOT) : name;
        }
        int digits = precision < 0 ? PRECISION_DEFAULT : precision;
        BigDecimal exact = new BigDecimal(value);
        String sign = value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
        String text =
                switch (code) {
                    case 'f', 'F' -> fixed(exact.abs(), digits);
                    case 'e', 'E' -> scientific(exact.abs(), digits);
                    default -> general(exact.abs(), Math.max(1, digits));
                };
        return sign + (Character.isUpperCase(code) ? text.toUpperCase(Locale.ROOT) : text);
    }

    private static String fixed(BigDecimal value, int digits) {
        return value.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String scientific(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        return fixed(rounded.movePointLeft(exponent), digits) + exponent(exponent);
    }

    private static String general(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < digits) {
            return shortest(rounded);
        }
        return shortest(rounded.movePointLeft(exponent)) + exponent(exponent);
    }

    private static String shortest(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String exponent(int exponent) {
        return String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** Digits before the point in groups of three. */
    static String group(String number, char separator) {
        int start = number.startsWith("-") ? 1 : 0;
        int end = start;
        while (end < number.length() && Character.isDigit(number.charAt(end))) {
            end++;
        }
        StringBuilder grouped = new StringBuilder(number);
        for (int i = end - 3; i > start; i -= 3) {
            grouped.insert(i, separator);
        }
        return grouped.toString();
    }
}
