package dev.mote.text.grammar.regex;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.automaton.Effort;
import dev.mote.text.grammar.source.SourceCursor;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What stands behind a backslash. Not thread-safe. */
final class ClassEscapes {
    private static final int HEXADECIMAL = 16;

    private final SourceCursor cursor;
    private final Effort effort;
    private final Map<String, CodePoints> properties = new HashMap<>();

    ClassEscapes(SourceCursor cursor, Effort effort) {
        this.cursor = cursor;
        this.effort = effort;
    }

    /**
     * The characters that an escape stands for.
     *
     * @param wide whether the set will be negated, so that it must hold all that any engine takes
     */
    CodePoints set(boolean wide) {
        int place = cursor.position() - 1;
        int letter = cursor.take();
        return switch (letter) {
            case 'd' -> CharacterClasses.DIGITS;
            case 'D' -> CharacterClasses.NO_DIGITS;
            case 'w' -> CharacterClasses.WORD;
            case 'W' -> CharacterClasses.NO_WORD;
            case 's' -> wide ? CharacterClasses.ANY_SPACE : CharacterClasses.ASCII_SPACE;
            case 'S' -> wide ? CharacterClasses.NO_ASCII_SPACE : CharacterClasses.NO_SPACE;
            case 'p' -> property(place, false);
            case 'P' -> property(place, true);
            case 't' -> CodePoints.of('\t');
            case 'n' -> CodePoints.of('\n');
            case 'v' -> CodePoints.of(0x0b);
            case 'f' -> CodePoints.of('\f');
            case 'r' -> CodePoints.of('\r');
            case 'c' -> control(place);
            case 'x' -> CodePoints.of(hexadecimal(2, place));
            case 'u' -> CodePoints.of(unicode(place));
            default -> {
                if (Character.isLetterOrDigit(letter)) {
                    throw cursor.error(
                            place,
                            "the escape '\\%s' is not supported"
                                    .formatted(Character.toString(letter)));
                }
                yield CodePoints.of(letter);
            }
        };
    }

    private CodePoints control(int place) {
        int letter = Character.toUpperCase(cursor.take());
        if (letter < 'A' || letter > 'Z') {
            throw cursor.error(place, "'\\c' is followed by a letter from A to Z");
        }
        return CodePoints.of(letter - 'A' + 1);
    }

    private int unicode(int place) {
        int unit;
        if (cursor.skip("{")) {
            unit = parse(cursor.takeUntil('}'), place);
        } else {
            unit = hexadecimal(4, place);
            if (unit >= Character.MIN_HIGH_SURROGATE
                    && unit <= Character.MAX_HIGH_SURROGATE
                    && cursor.skip("\\u")) {
                int low = hexadecimal(4, place);
                if (Character.isSurrogatePair((char) unit, (char) low)) {
                    return Character.toCodePoint((char) unit, (char) low);
                }
            }
        }
        if (unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE) {
            throw cursor.error(place, "half of a surrogate pair matches no text");
        }
        return unit;
    }

    private int hexadecimal(int digits, int place) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits; i++) {
            text.appendCodePoint(cursor.take());
        }
        return parse(text.toString(), place);
    }

    private int parse(String digits, int place) {
        boolean hexadecimal =
                !digits.isEmpty()
                        && digits.length() <= 6
                        && digits.chars().allMatch(c -> Character.digit(c, HEXADECIMAL) >= 0);
        int value = hexadecimal ? Integer.parseInt(digits, HEXADECIMAL) : -1;
        if (value < 0 || value > Character.MAX_CODE_POINT) {
            throw cursor.error(place, "'%s' is no hexadecimal code point".formatted(digits));
        }
        return value;
    }

    private CodePoints property(int place, boolean negated) {
        if (!cursor.skip("{")) {
            throw cursor.error(place, "a property is written '\\p{...}'");
        }
        String name = cursor.takeUntil('}');
        String key = (negated ? "not " : "") + name;
        CodePoints set = properties.get(key);
        if (set == null) {
            set = property(name, place);
            set = negated ? set.complement() : set;
            effort.step(set.rangeCount());
            properties.put(key, set);
        }
        return set;
    }

    private CodePoints property(String name, int place) {
        for (String prefix : new String[] {"Script=", "sc=", "script="}) {
            if (name.startsWith(prefix)) {
                return script(name.substring(prefix.length()), place);
            }
        }
        return UnicodeClasses.category(name.replaceFirst("^(General_Category|gc)=", ""))
                .orElseThrow(() ->
                        cursor.error(
                                place,
                                "the property '%s' is not supported; use a general category such as L or Nd, or Script=Greek"
                                        .formatted(name)));
    }

    private CodePoints script(String name, int place) {
        try {
            return UnicodeClasses.script(
                    Character.UnicodeScript.forName(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            throw cursor.error(place, "'%s' is no script of Unicode".formatted(name));
        }
    }
}
