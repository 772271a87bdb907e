package dev.mote.text.split;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Recursive-descent parser of the expressions {@link SplitPattern} describes.
 *
 * <p>A sequence is parsed into builders first and linked from its end, since every node holds what
 * follows it.
 */
final class PatternParser {
    private static final int EXPRESSION_LENGTH_MAX = 1 << 14;
    private static final int NESTING_MAX = 16;
    // Matching recurses at most once per element.
    private static final int ELEMENTS_MAX = 512;

    private final String expression;
    private int at;
    private int elementCount;
    private int nesting;

    /** Makes a node out of what follows it. */
    private interface Element {
        Node before(Node next);
    }

    PatternParser(String expression) {
        if (expression.length() > EXPRESSION_LENGTH_MAX) {
            throw new SplitPatternException(
                    "is longer than " + EXPRESSION_LENGTH_MAX + " characters");
        }
        this.expression = expression;
    }

    Node parse() {
        Element whole = alternatives(false);
        if (at < expression.length()) {
            throw refuse("unbalanced ')'");
        }
        return whole.before(new Node.Accept());
    }

    private Element alternatives(boolean ignoreCase) {
        if (++nesting > NESTING_MAX) {
            throw refuse("more than " + NESTING_MAX + " nested groups");
        }
        List<List<Element>> alternatives = new ArrayList<>();
        alternatives.add(sequence(ignoreCase));
        while (at < expression.length() && expression.charAt(at) == '|') {
            at++;
            alternatives.add(sequence(ignoreCase));
        }
        nesting--;
        return next -> {
            List<Node> nodes = new ArrayList<>();
            for (List<Element> alternative : alternatives) {
                nodes.add(link(alternative, next));
            }
            return nodes.size() == 1 ? nodes.getFirst() : new Node.Choice(nodes);
        };
    }

    private static Node link(List<Element> elements, Node next) {
        Node node = next;
        for (Element element : elements.reversed()) {
            node = element.before(node);
        }
        return node;
    }

    private List<Element> sequence(boolean ignoreCase) {
        List<Element> elements = new ArrayList<>();
        while (at < expression.length()) {
            char c = expression.charAt(at);
            if (c == '|' || c == ')') {
                break;
            }
            if (++elementCount > ELEMENTS_MAX) {
                throw refuse("more than " + ELEMENTS_MAX + " elements");
            }
            elements.add(c == '(' ? group(ignoreCase) : simple(ignoreCase));
        }
        return elements;
    }

    private Element simple(boolean ignoreCase) {
        char c = expression.charAt(at);
        if (c == '^' || c == '$') {
            at++;
            return next -> new Node.Border(c == '^', next);
        }
        if ("*+?{".indexOf(c) >= 0) {
            throw refuse("nothing to repeat before '" + c + "'");
        }
        CharacterSet set = new ClassParser(ignoreCase).atom();
        Repeat repeat = repeat();
        return next -> new Node.Run(set, repeat.min, repeat.max, repeat.possessive, next);
    }

    private Element group(boolean ignoreCase) {
        if (expression.startsWith("(?=", at) || expression.startsWith("(?!", at)) {
            boolean absent = expression.charAt(at + 2) == '!';
            at += 3;
            CharacterSet set = new ClassParser(ignoreCase).atom();
            expect(')');
            return next -> new Node.Look(set, absent, next);
        }
        boolean inner = ignoreCase;
        if (expression.startsWith("(?i:", at)) {
            inner = true;
            at += 4;
        } else if (expression.startsWith("(?:", at)) {
            at += 3;
        } else if (expression.startsWith("(?", at)) {
            throw refuse("group '" + excerpt() + "'");
        } else {
            at++;
        }
        Element body = alternatives(inner);
        expect(')');
        Repeat repeat = repeat();
        if (repeat.max != 1 || repeat.possessive) {
            throw refuse("a repeated group");
        }
        return repeat.min == 1 ? body : next -> new Node.Choice(List.of(body.before(next), next));
    }

    private record Repeat(int min, int max, boolean possessive) {}

    private Repeat repeat() {
        int min = 1;
        int max = 1;
        char c = peek();
        switch (c) {
            case '?' -> min = 0;
            case '*' -> {
                min = 0;
                max = Integer.MAX_VALUE;
            }
            case '+' -> max = Integer.MAX_VALUE;
            case '{' -> {
                int close = expression.indexOf('}', at);
                String[] bounds =
                        close < 0
                                ? new String[0]
                                : expression.substring(at + 1, close).split(",", -1);
                if (bounds.length < 1 || bounds.length > 2) {
                    throw refuse("repetition '" + excerpt() + "'");
                }
                min = number(bounds[0]);
                max =
                        bounds.length == 1
                                ? min
                                : bounds[1].isEmpty() ? Integer.MAX_VALUE : number(bounds[1]);
                if (max < min) {
                    throw refuse("repetition '" + excerpt() + "'");
                }
                at = close;
            }
            default -> {
                return new Repeat(1, 1, false);
            }
        }
        at++;
        if (peek() == '?') {
            throw refuse("lazy repetition");
        }
        boolean possessive = c != '{' && peek() == '+';
        if (possessive) {
            at++;
        }
        return new Repeat(min, max, possessive);
    }

    private int number(String digits) {
        if (!digits.matches("[0-9]{1,4}")) {
            throw refuse("repetition '" + excerpt() + "'");
        }
        return Integer.parseInt(digits);
    }

    private char peek() {
        return at < expression.length() ? expression.charAt(at) : 0;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw refuse("'" + c + "' expected");
        }
        at++;
    }

    private String excerpt() {
        return expression.substring(at, Math.min(expression.length(), at + 12));
    }

    private SplitPatternException refuse(String what) {
        return new SplitPatternException(what + " at character " + at + " is not supported");
    }

    /** Single characters, escapes and bracketed classes. */
    private final class ClassParser {
        private final boolean ignoreCase;
        private final Deque<Integer> open = new ArrayDeque<>();

        ClassParser(boolean ignoreCase) {
            this.ignoreCase = ignoreCase;
        }

        CharacterSet atom() {
            if (peek() == '[') {
                return bracketed();
            }
            CharacterSet.Builder builder = new CharacterSet.Builder();
            if (peek() == '.') {
                at++;
                return builder.addRange('\n', '\n').buildNegated();
            }
            int c = member(builder);
            if (c >= 0) {
                addRange(builder, c, c);
            }
            return builder.build();
        }

        private CharacterSet bracketed() {
            if (open.size() >= NESTING_MAX) {
                throw refuse("more than " + NESTING_MAX + " nested classes");
            }
            open.push(at);
            at++;
            boolean negated = peek() == '^';
            if (negated) {
                at++;
            }
            CharacterSet.Builder builder = new CharacterSet.Builder();
            boolean empty = true;
            while (peek() != ']' || empty) {
                if (at >= expression.length()) {
                    throw refuse("class without end");
                }
                if (expression.startsWith("&&[", at)) {
                    at += 2;
                    builder.require(bracketed());
                } else if (peek() == '[') {
                    builder.add(bracketed());
                } else {
                    range(builder);
                }
                empty = false;
            }
            at++;
            open.pop();
            return negated ? builder.buildNegated() : builder.build();
        }

        private void range(CharacterSet.Builder builder) {
            int first = member(builder);
            if (first < 0) {
                return;
            }
            int last = first;
            if (peek() == '-' && at + 1 < expression.length() && expression.charAt(at + 1) != ']') {
                at++;
                last = member(builder);
                if (last < first) {
                    throw refuse("range without order");
                }
            }
            addRange(builder, first, last);
        }

        private void addRange(CharacterSet.Builder builder, int first, int last) {
            builder.addRange(first, last);
            if (ignoreCase) {
                for (int c = Math.max(first, 'A'); c <= Math.min(last, 'z'); c++) {
                    if (Character.isLetter(c)) {
                        builder.addRange(c ^ 0x20, c ^ 0x20);
                    }
                }
            }
        }

        /** Reads one code point and returns it, or adds an escape for several and returns -1. */
        private int member(CharacterSet.Builder builder) {
            if (at >= expression.length()) {
                throw refuse("end of pattern");
            }
            int c = expression.codePointAt(at);
            at += Character.charCount(c);
            if (c != '\\') {
                return c;
            }
            if (at >= expression.length()) {
                throw refuse("end of pattern");
            }
            c = expression.codePointAt(at);
            at += Character.charCount(c);
            switch (c) {
                case 'r' -> {
                    return '\r';
                }
                case 'n' -> {
                    return '\n';
                }
                case 't' -> {
                    return '\t';
                }
                case 's' -> builder.addWhiteSpace();
                case 'S' -> builder.add(new CharacterSet.Builder().addWhiteSpace().buildNegated());
                case 'd' -> builder.addCategories(Categories.mask("Nd"));
                case 'p' -> builder.add(category(false));
                case 'P' -> builder.add(category(true));
                case 'u' -> {
                    return hexadecimal(expression, at, at += 4);
                }
                case 'x' -> {
                    expect('{');
                    int close = expression.indexOf('}', at);
                    int codePoint = hexadecimal(expression, at, close);
                    at = close + 1;
                    return codePoint;
                }
                default -> {
                    if (Character.isLetterOrDigit(c)) {
                        throw refuse("escape '\\" + Character.toString(c) + "'");
                    }
                    return c;
                }
            }
            return -1;
        }

        private CharacterSet category(boolean negated) {
            expect('{');
            int close = expression.indexOf('}', at);
            String name = close < 0 ? excerpt() : expression.substring(at, close);
            CharacterSet.Builder builder = new CharacterSet.Builder();
            if (name.equals("Han")) {
                builder.addHan();
            } else {
                int mask = Categories.mask(name);
                if (mask == 0) {
                    throw refuse("category '" + name + "'");
                }
                builder.addCategories(mask);
            }
            at = close + 1;
            return negated ? builder.buildNegated() : builder.build();
        }

        private int hexadecimal(String text, int from, int to) {
            if (to < from
                    || to > text.length()
                    || !text.substring(from, to).matches("[0-9A-Fa-f]{1,6}")) {
                throw refuse("code point");
            }
            int codePoint = Integer.parseInt(text.substring(from, to), 16);
            if (!Character.isValidCodePoint(codePoint)) {
                throw refuse("code point");
            }
            return codePoint;
        }
    }
}
