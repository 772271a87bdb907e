package dev.mote.engine.tools;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Grammar;

import java.util.List;

/**
 * The grammar of answers that call tools: each call has the name of a tool and arguments that its
 * schema allows.
 */
final class CallGrammar {
    private static final int CALLS_MAX = 16;

    private final ToolFormat format;
    private final GrammarRules rules = new GrammarRules();
    private final Expression calls; // behind the opening

    /**
     * Of these tools.
     *
     * @param parallel whether there may be several calls
     * @throws ToolException if a schema cannot be enforced
     */
    CallGrammar(ToolFormat format, List<Tool> tools, boolean parallel) {
        this.format = format;
        int further = parallel && format.parallel() ? CALLS_MAX - 1 : 0;
        calls = format.calls(rules, tools, further);
    }

    /** Calls and nothing else. */
    Grammar required() {
        return rules.withRoot(format.opensInPrompt() ? calls : opened());
    }

    /** Calls, or else what another grammar says. */
    Grammar requiredOr(Grammar form) {
        Expression other = rules.all(form);
        if (format.opensInPrompt()) {
            Expression text = Expression.sequence(new Literal(format.textFollows()), other);
            return rules.withRoot(Expression.choice(text, calls));
        }
        return rules.withRoot(Expression.choice(other, opened()));
    }

    private Expression opened() {
        return Expression.sequence(new Literal(format.open()), calls);
    }

    /** Text as the model likes, and then calls or none. */
    Grammar optional() {
        if (format.open().isEmpty()) {
            Expression space = Expression.many(Expression.anyOf(" \n"));
            Expression text =
                    Expression.sequence(
                            new Expression.Characters(GrammarRules.without("{ \n")),
                            Expression.many(new Expression.Characters(CodePoints.ALL)));
            return rules.withRoot(
                    Expression.sequence(space, Expression.choice(Expression.EMPTY, text, calls)));
        }
        Expression textAndCalls =
                Expression.sequence(
                        GrammarRules.textWithout(format.open()), Expression.optional(opened()));
        if (format.opensInPrompt()) {
            Expression text = Expression.sequence(new Literal(format.textFollows()), textAndCalls);
            return rules.withRoot(Expression.choice(text, calls));
        }
        return rules.withRoot(textAndCalls);
    }
}
