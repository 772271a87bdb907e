package dev.mote.text.grammar.regex;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Characters;
import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.automaton.Effort;

import java.util.ArrayList;
import java.util.List;

/**
 * Regular expressions in the form that ECMAScript (ECMA-262, section 22.2) and most others share.
 *
 * <p>Supported: literals, {@code .}, classes with ranges and negation, {@code \d \w \s} and their
 * negations, {@code \p{…}} for general categories and scripts, the escapes {@code \t \n \v \f \r
 * \cX \xHH \\uHHHH \\u{…}}, groups (capturing, named or not), alternation, the quantifiers {@code *
 * + ? {n} {n,} {n,m}}, lazy or not, and {@code ^ $} at the ends. Refused, by name: back references,
 * look-around, word boundaries, flags, anchors elsewhere.
 *
 * <p>Where engines differ, what is written satisfies all of them: {@code .} is no line terminator
 * of any engine, {@code \s} is white space of ASCII only while {@code \S} is no white space of
 * Unicode.
 */
public final class Regex {
    private static final Expression ANYTHING = Expression.many(new Characters(CodePoints.ALL));

    private Regex() {}

    /**
     * Texts that match as a whole; anchors at the ends say nothing new.
     *
     * @throws dev.mote.text.grammar.GrammarException if the pattern is malformed or not supported
     */
    public static Expression whole(String pattern) {
        return whole(pattern, new Effort());
    }

    /**
     * Texts that match as a whole, as one of several patterns.
     *
     * @param effort what all of them may cost
     * @throws dev.mote.text.grammar.GrammarException if the pattern is malformed or not supported
     */
    public static Expression whole(String pattern, Effort effort) {
        List<Expression> alternatives = new ArrayList<>();
        for (Branch branch : parse(pattern, effort)) {
            alternatives.add(branch.body());
        }
        return new Expression.Choice(alternatives);
    }

    /**
     * Texts in which a match is found, as JSON Schema's {@code pattern} means it.
     *
     * @param effort what it may cost
     * @throws dev.mote.text.grammar.GrammarException if the pattern is malformed or not supported
     */
    public static Expression found(String pattern, Effort effort) {
        List<Expression> alternatives = new ArrayList<>();
        for (Branch branch : parse(pattern, effort)) {
            alternatives.add(
                    Expression.sequence(
                            branch.atStart() ? Expression.EMPTY : ANYTHING,
                            branch.body(),
                            branch.atEnd() ? Expression.EMPTY : ANYTHING));
        }
        return new Expression.Choice(alternatives);
    }

    private static List<Branch> parse(String pattern, Effort effort) {
        if (pattern.length() > GrammarLimits.SOURCE_LENGTH_MAX) {
            throw new GrammarTooComplexException(
                    "characters of a regex", pattern.length(), GrammarLimits.SOURCE_LENGTH_MAX);
        }
        return new RegexParser(pattern, effort).parse();
    }

    /**
     * An alternative of a pattern.
     *
     * @param atStart whether it must begin where the text begins
     * @param body what it matches
     * @param atEnd whether it must end where the text ends
     */
    record Branch(boolean atStart, Expression body, boolean atEnd) {
        boolean isAnchored() {
            return atStart || atEnd;
        }
    }
}
