package dev.mote.text.jinja.value;

import dev.mote.text.jinja.JinjaException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** Numbers as Python prints and converts them. */
public final class Numbers {
    private Numbers() {}

    /** The integer a value is (booleans are 0 and 1), or null. */
    public static @Nullable Long integer(Value value) {
        return switch (value) {
            case Int number -> number.value();
            case Bool bool -> bool == Bool.TRUE ? 1L : 0L;
            default -> null;
        };
    }

    /** The number a value is, or null. */
    public static @Nullable Double real(Value value) {
        if (value instanceof Real number) {
            return number.value();
        }
        Long integer = integer(value);
        return integer == null ? null : integer.doubleValue();
    }

    /** An integer, or an error that names who wants it. */
    public static long requireInteger(Value value, String wanted) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        Long integer = integer(value);
        if (integer == null) {
            throw JinjaException.type(
                    wanted + ": '" + value.typeName() + "' cannot be interpreted as an integer");
        }
        return integer;
    }

    /** A number towards zero as an integer. */
    public static Int truncate(double value) {
        if (Double.isNaN(value)) {
            throw JinjaException.value("cannot convert float NaN to integer");
        }
        if (Math.abs(value) >= 0x1p63) {
            throw JinjaException.value("the number " + repr(value) + " does not fit an integer");
        }
        return new Int((long) value);
    }

    /**
     * The shortest text that reads back as the same number, in Python's notation: fixed point from
     * 1e-4 up to 1e16, exponents outside.
     */
    public static String repr(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = decimal.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = decimal.unscaledValue().abs().toString();
        String mantissa =
                digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "") + mantissa + exponent(exponent);
    }

    /** An exponent of at least two digits with its sign. */
    static String exponent(int exponent) {
        int size = Math.abs(exponent);
        return "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
    }
}
