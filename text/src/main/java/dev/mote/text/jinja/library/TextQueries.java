package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bool;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.PythonText;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Value;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** Python's methods of {@code str} that answer a question about the text. */
final class TextQueries {
    static final Set<String> NAMES =
            Set.of(
                    "count",
                    "endswith",
                    "find",
                    "index",
                    "isalnum",
                    "isalpha",
                    "isascii",
                    "isdecimal",
                    "isdigit",
                    "islower",
                    "isnumeric",
                    "isspace",
                    "isupper",
                    "istitle",
                    "isidentifier",
                    "rfind",
                    "rindex",
                    "startswith");

    private TextQueries() {}

    static Value call(CallContext context, Text text, String name, Arguments arguments) {
        context.budget().scan(text.size());
        return switch (name) {
            case "count", "find", "index", "rfind", "rindex" ->
                    search(context.budget(), text, name, arguments);
            case "startswith", "endswith" -> border(text, name, arguments);
            default -> {
                arguments.bind(name);
                yield Bool.of(holds(text.chars(), name));
            }
        };
    }

    /** A part of the text between two optional indices, and the index where it begins. */
    private record Part(String chars, int start) {
        static Part of(Text text, Bound bound) {
            int length = text.length();
            int start = index(bound, "start", 0, length);
            int end = index(bound, "end", length, length);
            return start > end
                    ? new Part("", -1)
                    : new Part(text.chars().substring(text.offset(start), text.offset(end)), start);
        }

        private static int index(Bound bound, String name, int fallback, int length) {
            if (bound.value(name, None.NONE) instanceof None) {
                return fallback;
            }
            long index = bound.integer(name, fallback);
            return Math.clamp(index < 0 ? index + length : index, 0, length);
        }

        boolean isAbsent() {
            return start < 0;
        }
    }

    private static Value search(Budget budget, Text text, String name, Arguments arguments) {
        Bound bound = arguments.bind(name, "sub", "start", "end");
        String sought = bound.text("sub").chars();
        Part part = Part.of(text, bound);
        if (name.equals("count")) {
            return new Int(part.isAbsent() ? 0 : count(part.chars(), sought));
        }
        boolean last = name.startsWith("r");
        int found =
                part.isAbsent()
                        ? -1
                        : last
                                ? Text.of(part.chars())
                                        .lastIndexOf(sought, part.chars().length(), budget)
                                : Text.of(part.chars()).indexOf(sought, 0);
        if (found >= 0) {
            return new Int(part.start() + part.chars().codePointCount(0, found));
        }
        if (name.endsWith("index")) {
            throw JinjaException.value("substring not found");
        }
        return new Int(-1);
    }

    private static long count(String chars, String sought) {
        if (sought.isEmpty()) {
            return chars.codePointCount(0, chars.length()) + 1L;
        }
        Text text = Text.of(chars);
        long count = 0;
        for (int at = text.indexOf(sought, 0);
                at >= 0;
                at = text.indexOf(sought, at + sought.length())) {
            count++;
        }
        return count;
    }

    private static Value border(Text text, String name, Arguments arguments) {
        Bound bound = arguments.bind(name, "affix", "start", "end");
        Part part = Part.of(text, bound);
        Value affix = bound.require("affix");
        List<Value> affixes =
                affix instanceof TupleValue tuple ? tuple.elements() : List.of(bound.text("affix"));
        for (Value candidate : affixes) {
            if (!(candidate instanceof Text wanted)) {
                throw JinjaException.type(
                        name + " takes str or a tuple of str, not " + candidate.typeName());
            }
            boolean there =
                    name.equals("startswith")
                            ? part.chars().startsWith(wanted.chars())
                            : part.chars().endsWith(wanted.chars());
            if (there && !part.isAbsent()) {
                return Bool.TRUE;
            }
        }
        return Bool.FALSE;
    }

    static boolean holds(String chars, String question) {
        return switch (question) {
            case "isalnum" -> all(chars, c -> Character.isLetter(c) || isNumeric(c));
            case "isalpha" -> all(chars, Character::isLetter);
            case "isascii" -> chars.chars().allMatch(c -> c < 0x80);
            case "isdecimal" -> all(chars, Character::isDigit);
            case "isdigit" -> all(chars, c -> Character.isDigit(c) || isSuperscript(c));
            case "isnumeric" -> all(chars, TextQueries::isNumeric);
            case "isspace" -> all(chars, PythonText::isSpace);
            case "islower" -> cased(chars, Character::isLowerCase);
            case "isupper" -> cased(chars, Character::isUpperCase);
            case "istitle" -> isTitle(chars);
            default -> isIdentifier(chars);
        };
    }

    private static boolean all(String chars, IntPredicate predicate) {
        return !chars.isEmpty() && chars.codePoints().allMatch(predicate);
    }

    /** Whether there are cased letters and all of them are of one case. */
    private static boolean cased(String chars, IntPredicate wanted) {
        return chars.codePoints().anyMatch(wanted)
                && chars.codePoints().allMatch(c -> !isCased(c) || wanted.test(c));
    }

    static boolean isCased(int c) {
        return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
    }

    private static boolean isNumeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static boolean isSuperscript(int c) {
        return c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0x2070 && c <= 0x2089);
    }

    private static boolean isTitle(String chars) {
        boolean any = false;
        boolean inWord = false;
        for (int c : chars.codePoints().toArray()) {
            boolean upper = Character.isUpperCase(c) || Character.isTitleCase(c);
            if (upper == inWord && isCased(c)) {
                return false;
            }
            inWord = isCased(c);
            any |= inWord;
        }
        return any;
    }

    private static boolean isIdentifier(String chars) {
        return !chars.isEmpty()
                && (chars.charAt(0) == '_'
                        || Character.isUnicodeIdentifierStart(chars.codePointAt(0)))
                && chars.codePoints().allMatch(Character::isUnicodeIdentifierPart);
    }
}
