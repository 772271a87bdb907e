package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Characters;
import dev.mote.text.grammar.Expression.Choice;
import dev.mote.text.grammar.Expression.Graph;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Reference;
import dev.mote.text.grammar.Expression.Repeat;
import dev.mote.text.grammar.Expression.Sequence;
import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.Grammar.Rule;
import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.automaton.Effort;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The rules of a grammar in the making: one for each key, written later, so that rules can refer to
 * each other and schemas of any depth need no deep stack.
 */
final class RuleBook {
    private static final int LITERAL_CHARACTERS = 16; // that take the room of another part

    private final Map<Object, Integer> known = new HashMap<>();
    private final List<Expression> bodies = new ArrayList<>();
    private final Deque<Runnable> pending = new ArrayDeque<>();
    private final Effort effort;

    RuleBook(Effort effort) {
        this.effort = effort;
    }

    /** The rule of a key, whose body is asked for once. */
    int shared(Object key, Supplier<Expression> body) {
        Integer rule = known.get(key);
        if (rule != null) {
            return rule;
        }
        int added = bodies.size();
        if (added >= GrammarLimits.RULES_MAX) {
            throw new GrammarTooComplexException("rules", added + 1L, GrammarLimits.RULES_MAX);
        }
        known.put(key, added);
        bodies.add(Expression.NEVER);
        pending.add(() -> {
            Expression made = body.get();
            count(made);
            bodies.set(added, made);
        });
        return added;
    }

    private void count(Expression expression) {
        effort.parts(1);
        switch (expression) {
            case Characters characters -> effort.parts(characters.set().rangeCount());
            case Literal literal -> effort.parts(literal.text().length() / LITERAL_CHARACTERS);
            case Sequence sequence -> sequence.parts().forEach(this::count);
            case Choice choice -> choice.alternatives().forEach(this::count);
            case Repeat repeat -> count(repeat.body());
            case Reference _ -> {}
            case Graph graph -> graph.edges().forEach(edge -> count(edge.label()));
        }
    }

    /** The grammar, when every body has been written; the first rule is the whole text. */
    Grammar grammar() {
        while (!pending.isEmpty()) {
            pending.remove().run();
        }
        List<Rule> rules = new ArrayList<>();
        for (Expression body : bodies) {
            rules.add(new Rule("rule " + rules.size(), body));
        }
        return new Grammar(rules);
    }
}
