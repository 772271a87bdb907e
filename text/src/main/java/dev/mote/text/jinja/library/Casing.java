package dev.mote.text.jinja.library;

import dev.mote.text.jinja.value.Text;

import java.util.Locale;

/** Python's changes of case. */
final class Casing {
    private Casing() {}

    /** Applies the method of that name. */
    static Text apply(String method, Text text) {
        return switch (method) {
            case "upper" -> text.map(chars -> chars.toUpperCase(Locale.ROOT));
            case "lower" -> text.map(chars -> chars.toLowerCase(Locale.ROOT));
            case "casefold" -> text.map(Casing::folded);
            case "capitalize" -> text.map(Casing::capitalized);
            case "title" -> text.map(Casing::titled);
            default -> text.map(Casing::swapped);
        };
    }

    /** Full folding of the one letter where it differs from lower case in everyday text. */
    private static String folded(String chars) {
        return chars.toLowerCase(Locale.ROOT).replace("ß", "ss");
    }

    static String capitalized(String chars) {
        if (chars.isEmpty()) {
            return chars;
        }
        int first = chars.offsetByCodePoints(0, 1);
        return titleCase(chars.codePointAt(0)) + chars.substring(first).toLowerCase(Locale.ROOT);
    }

    /** A capital where a run of letters begins, small letters within it. */
    private static String titled(String chars) {
        StringBuilder out = new StringBuilder(chars.length());
        boolean inWord = false;
        for (int c : chars.codePoints().toArray()) {
            out.append(inWord ? lower(c) : titleCase(c));
            inWord = TextQueries.isCased(c);
        }
        return out.toString();
    }

    private static String swapped(String chars) {
        StringBuilder out = new StringBuilder(chars.length());
        chars.codePoints()
                .forEach(c ->
                        out.append(
                                Character.isUpperCase(c)
                                        ? lower(c)
                                        : Character.toString(c).toUpperCase(Locale.ROOT)));
        return out.toString();
    }

    private static String lower(int codePoint) {
        return Character.toString(codePoint).toLowerCase(Locale.ROOT);
    }

    private static String titleCase(int codePoint) {
        return codePoint == 'ß' ? "Ss" : Character.toString(Character.toTitleCase(codePoint));
    }
}
