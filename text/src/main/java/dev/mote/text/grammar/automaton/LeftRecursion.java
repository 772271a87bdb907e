package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.Grammar.Rule;
import dev.mote.text.grammar.GrammarSyntaxException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Refuses rules that can call themselves before they have read a byte. */
final class LeftRecursion {
    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private LeftRecursion() {}

    static void refuse(Program program, List<Rule> names) {
        BitSet silent = Liveness.completeWithoutText(program);
        byte[] marks = new byte[program.rules()];
        List<List<Integer>> successors = new ArrayList<>();
        for (int rule = 0; rule < program.rules(); rule++) {
            successors.add(firstCalls(program, rule, silent));
        }
        for (int rule = 0; rule < program.rules(); rule++) {
            if (marks[rule] == 0) {
                walk(rule, successors, marks, names);
            }
        }
    }

    /** Depth first without recursion, for chains of rules can be long. */
    private static void walk(
            int from, List<List<Integer>> successors, byte[] marks, List<Rule> names) {
        Deque<int[]> path = new ArrayDeque<>();
        path.push(new int[] {from, 0});
        marks[from] = OPEN;
        while (!path.isEmpty()) {
            int[] top = path.element();
            List<Integer> next = successors.get(top[0]);
            if (top[1] == next.size()) {
                marks[top[0]] = DONE;
                path.pop();
                continue;
            }
            int rule = next.get(top[1]++);
            if (marks[rule] == OPEN) {
                throw new GrammarSyntaxException(
                        "grammar",
                        0,
                        "rule '%s' begins with itself (left recursion); write the repetition with * or at the end"
                                .formatted(names.get(rule).name()));
            }
            if (marks[rule] == 0) {
                marks[rule] = OPEN;
                path.push(new int[] {rule, 0});
            }
        }
    }

    /** The rules that a rule can call before it has read a byte. */
    private static List<Integer> firstCalls(Program program, int rule, BitSet silent) {
        BitSet seen = new BitSet();
        BitSet called = new BitSet();
        Deque<Integer> pending = new ArrayDeque<>();
        seen.set(program.start(rule));
        pending.push(program.start(rule));
        while (!pending.isEmpty()) {
            int[] calls = program.calls(pending.pop());
            for (int i = 0; i < calls.length; i += 2) {
                called.set(calls[i]);
                if (silent.get(program.start(calls[i])) && !seen.get(calls[i + 1])) {
                    seen.set(calls[i + 1]);
                    pending.push(calls[i + 1]);
                }
            }
        }
        return called.stream().boxed().toList();
    }
}
