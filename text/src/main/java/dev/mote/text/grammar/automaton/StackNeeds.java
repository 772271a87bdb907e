package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.vocabulary.IntSequence;

import java.util.Arrays;

/**
 * How many calls inside each other completing a rule takes at least, from each state: what must
 * still fit on the stack wherever a text goes, so that limits on the stack make no dead ends.
 *
 * <p>A byte needs what its target needs; a call the larger of what the rule needs on top of one
 * more frame and what is needed after it; a call at the end of a rule takes no frame. Values are
 * found in ascending order (Knuth, 1977, A generalization of Dijkstra's algorithm).
 */
final class StackNeeds {
    /** More than any stack may hold. */
    static final int NEVER = Integer.MAX_VALUE;

    private final Program program;
    private final Callers callers;
    private final int[] needs;
    private final IntSequence[] levels = new IntSequence[GrammarLimits.DEPTH_MAX + 1];

    private StackNeeds(Program program) {
        this.program = program;
        callers = new Callers(program);
        needs = new int[program.states()];
        Arrays.fill(needs, NEVER);
        Arrays.setAll(levels, _ -> new IntSequence(0));
    }

    /** The needs by state; {@link #NEVER} above the limit. */
    static int[] of(Program program) {
        StackNeeds finder = new StackNeeds(program);
        finder.find();
        return finder.needs;
    }

    private void find() {
        for (int state = 0; state < needs.length; state++) {
            if (program.isAccepting(state)) {
                lower(state, 0);
            }
        }
        for (int level = 0; level < levels.length; level++) {
            IntSequence states = levels[level];
            for (int i = 0; i < states.size(); i++) {
                if (needs[states.get(i)] == level) {
                    spread(states.get(i));
                }
            }
        }
    }

    private void spread(int state) {
        for (int source : callers.sources(state)) {
            lower(source, needs[state]);
        }
        for (int[] call : callers.returningTo(state)) {
            lowerCaller(call[0], call[1], state);
        }
        for (int[] call : callers.ofRuleStartingAt(state)) {
            lowerCaller(call[0], callers.ruleStartingAt(state), call[1]);
        }
    }

    private void lowerCaller(int caller, int rule, int after) {
        int inside = needs[program.start(rule)];
        if (inside < GrammarLimits.DEPTH_MAX && needs[after] != NEVER) {
            lower(caller, program.onlyReturns(after) ? inside : Math.max(inside + 1, needs[after]));
        }
    }

    private void lower(int state, int need) {
        if (need < needs[state]) {
            needs[state] = need;
            levels[need].add(state);
        }
    }
}
