package dev.mote.text.grammar.automaton;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Finds, in time linear in the program, the states from which a rule can be completed. */
final class Liveness {
    private final Program program;
    private final List<List<Integer>> sources = new ArrayList<>(); // per state: along bytes
    private final List<List<int[]>> callers = new ArrayList<>(); // per state: caller, rule called
    private final List<List<int[]>> waiting = new ArrayList<>(); // per rule: caller, state after

    Liveness(Program program) {
        this.program = program;
        for (int state = 0; state < program.states(); state++) {
            sources.add(new ArrayList<>(2));
            callers.add(new ArrayList<>(0));
        }
        for (int rule = 0; rule < program.rules(); rule++) {
            waiting.add(new ArrayList<>());
        }
        for (int state = 0; state < program.states(); state++) {
            int[] calls = program.calls(state);
            for (int i = 0; i < calls.length; i += 2) {
                callers.get(calls[i + 1]).add(new int[] {state, calls[i]});
                waiting.get(calls[i]).add(new int[] {state, calls[i + 1]});
            }
        }
    }

    /** The states from which some text completes the rule. */
    BitSet completable() {
        for (int state = 0; state < program.states(); state++) {
            int[] bytes = program.bytes(state);
            for (int i = 0; i < bytes.length; i += 3) {
                sources.get(bytes[i + 2]).add(state);
            }
        }
        return spread();
    }

    /** The states from which the empty text completes the rule. */
    BitSet completeWithoutText() {
        sources.forEach(List::clear);
        return spread();
    }

    private BitSet spread() {
        BitSet live = new BitSet();
        Deque<Integer> pending = new ArrayDeque<>();
        int[] ruleOfStart = new int[program.states()];
        java.util.Arrays.fill(ruleOfStart, -1);
        for (int rule = 0; rule < program.rules(); rule++) {
            ruleOfStart[program.start(rule)] = rule;
        }
        for (int state = 0; state < program.states(); state++) {
            if (program.isAccepting(state)) {
                mark(state, live, pending);
            }
        }
        while (!pending.isEmpty()) {
            int state = pending.pop();
            for (int source : sources.get(state)) {
                mark(source, live, pending);
            }
            for (int[] caller : callers.get(state)) {
                if (live.get(program.start(caller[1]))) {
                    mark(caller[0], live, pending);
                }
            }
            if (ruleOfStart[state] >= 0) {
                for (int[] caller : waiting.get(ruleOfStart[state])) {
                    if (live.get(caller[1])) {
                        mark(caller[0], live, pending);
                    }
                }
            }
        }
        return live;
    }

    private static void mark(int state, BitSet live, Deque<Integer> pending) {
        if (!live.get(state)) {
            live.set(state);
            pending.push(state);
        }
    }
}
