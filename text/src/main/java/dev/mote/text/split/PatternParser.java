package dev.mote.text.split;

import java.util.ArrayList;
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

    private final PatternCursor cursor;
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
        this.cursor = new PatternCursor(expression);
    }

    Node parse() {
        Element whole = alternatives(false);
        if (!cursor.atEnd()) {
            throw cursor.refuse("unbalanced ')'");
        }
        return whole.before(new Node.Accept());
    }

    private Element alternatives(boolean ignoreCase) {
        if (++nesting > NESTING_MAX) {
            throw cursor.refuse("more than " + NESTING_MAX + " nested groups");
        }
        List<List<Element>> alternatives = new ArrayList<>();
        alternatives.add(sequence(ignoreCase));
        while (!cursor.atEnd() && cursor.expression.charAt(cursor.at) == '|') {
            cursor.at++;
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
        while (!cursor.atEnd()) {
            char c = cursor.expression.charAt(cursor.at);
            if (c == '|' || c == ')') {
                break;
            }
            if (++elementCount > ELEMENTS_MAX) {
                throw cursor.refuse("more than " + ELEMENTS_MAX + " elements");
            }
            elements.add(c == '(' ? group(ignoreCase) : simple(ignoreCase));
        }
        return elements;
    }

    private Element simple(boolean ignoreCase) {
        char c = cursor.expression.charAt(cursor.at);
        if (c == '^' || c == '$') {
            cursor.at++;
            return next -> new Node.Border(c == '^', next);
        }
        if ("*+?{".indexOf(c) >= 0) {
            throw cursor.refuse("nothing to repeat before '" + c + "'");
        }
        CharacterSet set = new ClassParser(cursor, ignoreCase).atom();
        Repeat repeat = repeat();
        return next -> new Node.Run(set, repeat.min, repeat.max, repeat.possessive, next);
    }

    private Element group(boolean ignoreCase) {
        if (cursor.startsWith("(?=") || cursor.startsWith("(?!")) {
            boolean absent = cursor.expression.charAt(cursor.at + 2) == '!';
            cursor.at += 3;
            CharacterSet set = new ClassParser(cursor, ignoreCase).atom();
            cursor.expect(')');
            return next -> new Node.Look(set, absent, next);
        }
        boolean inner = ignoreCase;
        if (cursor.startsWith("(?i:")) {
            inner = true;
            cursor.at += 4;
        } else if (cursor.startsWith("(?:")) {
            cursor.at += 3;
        } else if (cursor.startsWith("(?")) {
            throw cursor.refuse("group '" + cursor.excerpt() + "'");
        } else {
            cursor.at++;
        }
        Element body = alternatives(inner);
        cursor.expect(')');
        Repeat repeat = repeat();
        if (repeat.max != 1 || repeat.possessive) {
            throw cursor.refuse("a repeated group");
        }
        return repeat.min == 1 ? body : next -> new Node.Choice(List.of(body.before(next), next));
    }

    private record Repeat(int min, int max, boolean possessive) {}

    private Repeat repeat() {
        int min = 1;
        int max = 1;
        char c = cursor.peek();
        switch (c) {
            case '?' -> min = 0;
            case '*' -> {
                min = 0;
                max = Integer.MAX_VALUE;
            }
            case '+' -> max = Integer.MAX_VALUE;
            case '{' -> {
                int close = cursor.expression.indexOf('}', cursor.at);
                String[] bounds =
                        close < 0
                                ? new String[0]
                                : cursor.expression.substring(cursor.at + 1, close).split(",", -1);
                if (bounds.length < 1 || bounds.length > 2) {
                    throw cursor.refuse("repetition '" + cursor.excerpt() + "'");
                }
                min = number(bounds[0]);
                max =
                        bounds.length == 1
                                ? min
                                : bounds[1].isEmpty() ? Integer.MAX_VALUE : number(bounds[1]);
                if (max < min) {
                    throw cursor.refuse("repetition '" + cursor.excerpt() + "'");
                }
                cursor.at = close;
            }
            default -> {
                return new Repeat(1, 1, false);
            }
        }
        cursor.at++;
        if (cursor.peek() == '?') {
            throw cursor.refuse("lazy repetition");
        }
        boolean possessive = c != '{' && cursor.peek() == '+';
        if (possessive) {
            cursor.at++;
        }
        return new Repeat(min, max, possessive);
    }

    private int number(String digits) {
        if (!digits.matches("[0-9]{1,4}")) {
            throw cursor.refuse("repetition '" + cursor.excerpt() + "'");
        }
        return Integer.parseInt(digits);
    }
}
