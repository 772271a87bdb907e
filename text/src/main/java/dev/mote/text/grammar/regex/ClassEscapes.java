package dev.mote.text.grammar.regex;

import dev.mote.text.grammar.CodePoints;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/** What stands behind a backslash. Not thread-safe. */
final class ClassEscapes {
    /** General categories by the numbers of {@link Character#getType(int)}. */
    private static final List<String> CATEGORIES =
            List.of(
                    "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "Zs",
                    "Zl", "Zp", "Cc", "Cf", "", "Co", "Cs", "Pd", "Ps", "Pe", "Pc", "Po", "Sm",
                    "Sc", "Sk", "So", "Pi", "Pf");

    private static final int HEXADECIMAL = 16;

    private final RegexCursor cursor;
    private final Map<String, CodePoints> properties = new HashMap<>();

    ClassEscapes(RegexCursor cursor) {
        this.cursor = cursor;
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
            case 'd' -> CharacterClasses.digits();
            case 'D' -> CharacterClasses.digits().complement();
            case 'w' -> CharacterClasses.word();
            case 'W' -> CharacterClasses.word().complement();
            case 's' -> wide ? CharacterClasses.anySpace() : CharacterClasses.asciiSpace();
            case 'S' ->
                    (wide ? CharacterClasses.asciiSpace() : CharacterClasses.anySpace())
                            .complement();
            case 'p' -> property(place);
            case 'P' -> property(place).complement();
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

    private CodePoints property(int place) {
        if (!cursor.skip("{")) {
            throw cursor.error(place, "a property is written '\\p{...}'");
        }
        String name = cursor.takeUntil('}');
        CodePoints set = properties.get(name);
        if (set == null) {
            set = property(name, place);
            properties.put(name, set);
        }
        return set;
    }

    private CodePoints property(String name, int place) {
        for (String prefix : new String[] {"Script=", "sc=", "script="}) {
            if (name.startsWith(prefix)) {
                return script(name.substring(prefix.length()), place);
            }
        }
        String category = name.replaceFirst("^(General_Category|gc)=", "");
        boolean known =
                category.length() == 1
                        ? "CLMNPSZ".contains(category)
                        : category.length() == 2 && CATEGORIES.contains(category);
        if (!known) {
            throw cursor.error(
                    place,
                    "the property '%s' is not supported; use a general category such as L or Nd, or Script=Greek"
                            .formatted(name));
        }
        return where(c -> CATEGORIES.get(Character.getType(c)).startsWith(category));
    }

    private CodePoints script(String name, int place) {
        Character.UnicodeScript script;
        try {
            script = Character.UnicodeScript.forName(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw cursor.error(place, "'%s' is no script of Unicode".formatted(name));
        }
        return where(c -> Character.UnicodeScript.of(c) == script);
    }

    /** Looks at every character once. */
    private static CodePoints where(IntPredicate holds) {
        CodePoints set = CodePoints.NONE;
        int first = -1;
        for (int c = 0; c <= Character.MAX_CODE_POINT + 1; c++) {
            boolean inside = c <= Character.MAX_CODE_POINT && holds.test(c);
            if (inside && first < 0) {
                first = c;
            } else if (!inside && first >= 0) {
                set = set.union(CodePoints.range(first, c - 1));
                first = -1;
            }
        }
        return set;
    }
}
