package dev.mote.text.grammar.automaton;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program's edges and calls backwards: what comes before each state. */
final class Callers {
    private final List<List<Integer>> sources = new ArrayList<>(); // per state: along bytes
    private final List<List<int[]>> returning = new ArrayList<>(); // per state: caller, rule called
    private final List<List<int[]>> waiting = new ArrayList<>(); // per rule: caller, state after
    private final int[] ruleOfStart;

    Callers(Program program) {
        ruleOfStart = new int[program.states()];
        Arrays.fill(ruleOfStart, -1);
        for (int state = 0; state < program.states(); state++) {
            sources.add(new ArrayList<>(2));
            returning.add(new ArrayList<>(0));
        }
        for (int rule = 0; rule < program.rules(); rule++) {
            waiting.add(new ArrayList<>());
            ruleOfStart[program.start(rule)] = rule;
        }
        for (int state = 0; state < program.states(); state++) {
            int[] bytes = program.bytes(state);
            for (int i = 0; i < bytes.length; i += 3) {
                sources.get(bytes[i + 2]).add(state);
            }
            int[] calls = program.calls(state);
            for (int i = 0; i < calls.length; i += 2) {
                returning.get(calls[i + 1]).add(new int[] {state, calls[i]});
                waiting.get(calls[i]).add(new int[] {state, calls[i + 1]});
            }
        }
    }

    /** The states from which a byte leads to a state. */
    List<Integer> sources(int state) {
        return sources.get(state);
    }

    /** The calls after which a rule goes on in a state: the calling state, the rule called. */
    List<int[]> returningTo(int state) {
        return returning.get(state);
    }

    /**
     * The calls of the rule that begins in a state: the calling state, the state after the call.
     */
    List<int[]> ofRuleStartingAt(int state) {
        return ruleOfStart[state] < 0 ? List.of() : waiting.get(ruleOfStart[state]);
    }

    /** The rule that begins in a state. */
    int ruleStartingAt(int state) {
        return ruleOfStart[state];
    }
}
