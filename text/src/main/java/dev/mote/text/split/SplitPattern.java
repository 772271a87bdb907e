package dev.mote.text.split;

/**
 * A regular expression that finds the words of a text, matched over UTF-8 in bounded time and
 * stack.
 *
 * <p>The language is what published tokenizers use: alternatives of characters, classes (nested,
 * negated, {@code &&}), Unicode categories, {@code \s \d \r \n}, greedy and possessive repetition
 * of single characters, groups with or without {@code ?i:} (optional at most), lookahead for one
 * character, {@code ^} and {@code $}. Anything else is refused by name. Matching backtracks as Perl
 * and Oniguruma do: first alternative first, longest run first. Immutable and thread-safe.
 */
public final class SplitPattern {
    private final Node root;

    private SplitPattern(Node root) {
        this.root = root;
    }

    /**
     * Compiles an expression.
     *
     * @throws SplitPatternException if it uses something outside the language above
     */
    public static SplitPattern compile(String expression) {
        return new SplitPattern(new PatternParser(expression).parse());
    }

    /** Begins matching inside a range of well-formed UTF-8; the range's ends are the text's. */
    Node.Subject subject(byte[] text, int from, int to) {
        return new Node.Subject(text, from, to);
    }

    /** Where the match at {@code at} ends, or -1. */
    int match(Node.Subject subject, int at) {
        return root.match(subject, at);
    }
}
