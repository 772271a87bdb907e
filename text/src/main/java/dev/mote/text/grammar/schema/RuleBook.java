package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.Grammar.Rule;
import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;

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
    private final Map<Object, Integer> known = new HashMap<>();
    private final List<Expression> bodies = new ArrayList<>();
    private final Deque<Runnable> pending = new ArrayDeque<>();

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
        pending.add(() -> bodies.set(added, body.get()));
        return added;
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
