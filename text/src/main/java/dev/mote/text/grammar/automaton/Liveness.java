package dev.mote.text.grammar.automaton;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/** Finds, in time linear in the program, the states from which a rule can be completed. */
final class Liveness {
    private final Program program;
    private final Callers callers;
    private final boolean reading;
    private final BitSet live = new BitSet();
    private final Deque<Integer> pending = new ArrayDeque<>();

    private Liveness(Program program, boolean reading) {
        this.program = program;
        this.reading = reading;
        callers = new Callers(program);
    }

    /** The states from which some text completes the rule. */
    static BitSet completable(Program program) {
        return new Liveness(program, true).spread();
    }

    /** The states from which the empty text completes the rule. */
    static BitSet completeWithoutText(Program program) {
        return new Liveness(program, false).spread();
    }

    private BitSet spread() {
        for (int state = 0; state < program.states(); state++) {
            if (program.isAccepting(state)) {
                mark(state);
            }
        }
        while (!pending.isEmpty()) {
            int state = pending.pop();
            if (reading) {
                callers.sources(state).forEach(this::mark);
            }
            for (int[] call : callers.returningTo(state)) {
                if (live.get(program.start(call[1]))) {
                    mark(call[0]);
                }
            }
            for (int[] call : callers.ofRuleStartingAt(state)) {
                if (live.get(call[1])) {
                    mark(call[0]);
                }
            }
        }
        return live;
    }

    private void mark(int state) {
        if (!live.get(state)) {
            live.set(state);
            pending.push(state);
        }
    }
}
