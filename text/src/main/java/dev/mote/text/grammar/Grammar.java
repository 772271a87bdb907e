package dev.mote.text.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * A context-free grammar: rules that may refer to each other, the first one being the whole text.
 *
 * @param rules by index, at least one
 */
public record Grammar(List<Rule> rules) {
    /**
     * A rule.
     *
     * @param name for messages
     * @param body what it stands for
     */
    public record Rule(String name, Expression body) {}

    /** Copies the list. */
    public Grammar {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("a grammar without rules");
        }
    }

    /** A grammar of one rule. */
    public static Grammar of(Expression root) {
        return new Grammar(List.of(new Rule("root", root)));
    }

    /**
     * Exactly one of some texts.
     *
     * @throws GrammarException if there are none or too many, or one of them is empty
     */
    public static Grammar choices(List<String> texts) {
        if (texts.isEmpty()) {
            throw new GrammarSyntaxException("choices", 0, "no choice is given; name at least one");
        }
        if (texts.size() > GrammarLimits.CHOICES_MAX) {
            throw new GrammarTooComplexException(
                    "choices", texts.size(), GrammarLimits.CHOICES_MAX);
        }
        List<Expression> literals = new ArrayList<>();
        long length = 0;
        for (String text : texts) {
            if (text.isEmpty()) {
                throw new GrammarSyntaxException(
                        "choices",
                        (int) Math.min(length, Integer.MAX_VALUE),
                        "choice %d of %d is empty; leave it out, or look for a comma too many"
                                .formatted(literals.size() + 1, texts.size()));
            }
            length += text.length();
            literals.add(new Expression.Literal(text));
        }
        if (length > GrammarLimits.SOURCE_LENGTH_MAX) {
            throw new GrammarTooComplexException(
                    "characters of the choices", length, GrammarLimits.SOURCE_LENGTH_MAX);
        }
        return of(new Expression.Choice(literals));
    }
}
