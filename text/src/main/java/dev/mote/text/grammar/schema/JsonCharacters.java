package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Characters;
import dev.mote.text.grammar.Expression.Literal;

import java.util.ArrayList;
import java.util.List;

/**
 * Characters as JSON strings write them (RFC 8259, section 7): as themselves, by their short escape
 * or by their number, never by half of a surrogate pair.
 */
final class JsonCharacters {
    private static final CodePoints BARE =
            CodePoints.range(0, 0x1f).union(CodePoints.of("\"\\")).complement();
    private static final CodePoints BASIC = CodePoints.range(0, 0xffff);
    private static final CodePoints SUPPLEMENTARY =
            CodePoints.range(Character.MIN_SUPPLEMENTARY_CODE_POINT, Character.MAX_CODE_POINT);
    private static final String SHORT = "\"\\/\b\f\n\r\t";
    private static final String SHORT_LETTERS = "\"\\/bfnrt";

    /** Sets of more ranges, such as all letters, are written as themselves only. */
    private static final int NUMBERED_RANGES_MAX = 16;

    private static final int DIGITS = 4;
    private static final int BITS = 4; // of a hexadecimal digit
    private static final int PAIR_BITS = 10; // of a character in each half of a pair

    private JsonCharacters() {}

    /** One character of a set, in every way it may be written. */
    static Expression any(CodePoints set) {
        List<Expression> ways = new ArrayList<>();
        ways.add(new Characters(set.intersect(BARE)));
        for (int i = 0; i < SHORT.length(); i++) {
            if (!set.intersect(CodePoints.of(SHORT.charAt(i))).isEmpty()) {
                ways.add(new Literal("\\" + SHORT_LETTERS.charAt(i)));
            }
        }
        CodePoints numbered =
                set.rangeCount() <= NUMBERED_RANGES_MAX
                        ? set
                        : set.intersect(CodePoints.range(0, 0x1f));
        CodePoints basic = numbered.intersect(BASIC);
        for (int range = 0; range < basic.rangeCount(); range++) {
            units(basic.first(range), basic.last(range), Expression.EMPTY, ways);
        }
        CodePoints pairs = numbered.intersect(SUPPLEMENTARY);
        for (int range = 0; range < pairs.rangeCount(); range++) {
            pairs(
                    pairs.first(range) - Character.MIN_SUPPLEMENTARY_CODE_POINT,
                    pairs.last(range) - Character.MIN_SUPPLEMENTARY_CODE_POINT,
                    ways);
        }
        return new Expression.Choice(ways);
    }

    /** Exactly one text, written in the shortest way. */
    static String text(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = c == '/' ? -1 : SHORT.indexOf(c);
            if (escape >= 0) {
                out.append('\\').append(SHORT_LETTERS.charAt(escape));
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Pairs of surrogates for a range of supplementary characters, counted from 0. */
    private static void pairs(int first, int last, List<Expression> ways) {
        int mask = (1 << PAIR_BITS) - 1;
        if (first >>> PAIR_BITS == last >>> PAIR_BITS) {
            pair(first >>> PAIR_BITS, last >>> PAIR_BITS, first & mask, last & mask, ways);
        } else if ((first & mask) != 0) {
            pairs(first, first | mask, ways);
            pairs((first | mask) + 1, last, ways);
        } else if ((last & mask) != mask) {
            pairs(first, (last & ~mask) - 1, ways);
            pairs(last & ~mask, last, ways);
        } else {
            pair(first >>> PAIR_BITS, last >>> PAIR_BITS, 0, mask, ways);
        }
    }

    private static void pair(
            int firstHigh, int lastHigh, int firstLow, int lastLow, List<Expression> ways) {
        List<Expression> lows = new ArrayList<>();
        units(
                Character.MIN_LOW_SURROGATE + firstLow,
                Character.MIN_LOW_SURROGATE + lastLow,
                Expression.EMPTY,
                lows);
        units(
                Character.MIN_HIGH_SURROGATE + firstHigh,
                Character.MIN_HIGH_SURROGATE + lastHigh,
                new Expression.Choice(lows),
                ways);
    }

    /** The numbers of a range of UTF-16 units, followed by something. */
    private static void units(int first, int last, Expression then, List<Expression> ways) {
        for (int digits = 1; digits < DIGITS; digits++) {
            int mask = (1 << (BITS * digits)) - 1;
            if ((first & ~mask) != (last & ~mask)) {
                if ((first & mask) != 0) {
                    units(first, first | mask, then, ways);
                    units((first | mask) + 1, last, then, ways);
                    return;
                }
                if ((last & mask) != mask) {
                    units(first, (last & ~mask) - 1, then, ways);
                    units(last & ~mask, last, then, ways);
                    return;
                }
            }
        }
        List<Expression> parts = new ArrayList<>();
        parts.add(new Literal("\\u"));
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            parts.add(digit(first >>> (BITS * digit) & 0xf, last >>> (BITS * digit) & 0xf));
        }
        parts.add(then);
        ways.add(new Expression.Sequence(parts));
    }

    private static Expression digit(int first, int last) {
        StringBuilder characters = new StringBuilder();
        for (int value = first; value <= last; value++) {
            characters.append(Character.forDigit(value, 16));
            characters.append(Character.toUpperCase(Character.forDigit(value, 16)));
        }
        return Expression.anyOf(characters.toString());
    }
}
