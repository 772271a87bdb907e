package dev.mote.text.grammar.automaton;

import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The states met so far and what leads from one to another. Thread-safe. */
final class StateTable {
    private static final int SIZE_MAX = 1 << 21; // in numbers kept: about 16 MiB

    private static final int SHARING_POSITIONS_MAX = 8;
    private static final int FRAME_SIZE = 13; // with its place in the map

    private final Program program;
    private final Alphabet alphabet;
    private final Map<Long, Frame> frames = new HashMap<>(); // all four guarded by this
    private final Map<IntKey, State> states = new HashMap<>();
    private long lastFrameId;
    private int size;
    private final AtomicInteger generation = new AtomicInteger();
    private final State dead;
    private final State start;

    StateTable(Program program, Alphabet alphabet) {
        this.program = program;
        this.alphabet = alphabet;
        dead = new State(new int[0], new Frame[0], false, 0);
        Closure closure = new Closure(new StepBudget());
        closure.add(program.start(0), null);
        start = closure.state();
    }

    State start() {
        return start;
    }

    State dead() {
        return dead;
    }

    int generation() {
        return generation.get();
    }

    synchronized long memoryBytes() {
        return (long) Long.BYTES * size;
    }

    /** Computes a step that was not known. */
    synchronized State next(State state, int symbol, StepBudget budget) {
        budget.spend(1 + state.positions.length);
        if (size > SIZE_MAX) {
            forget();
        }
        int[] targets = new int[state.positions.length];
        Closure closure = new Closure(budget);
        for (int i = 0; i < targets.length; i++) {
            targets[i] = program.next(state.positions[i], alphabet.example(symbol));
            if (targets[i] >= 0) {
                closure.add(targets[i], state.stacks[i]);
            }
        }
        State next = closure.state();
        state.next[symbol] = next;
        if (targets.length <= SHARING_POSITIONS_MAX) {
            share(state, targets, next);
        }
        return next;
    }

    /** Most letters lead where another has led already. */
    private void share(State state, int[] targets, State next) {
        for (int symbol = 0; symbol < state.next.length; symbol++) {
            boolean same = state.next[symbol] == null;
            for (int i = 0; i < targets.length && same; i++) {
                same = program.next(state.positions[i], alphabet.example(symbol)) == targets[i];
            }
            if (same) {
                state.next[symbol] = next;
            }
        }
    }

    /** Also cuts the ways between the states, for a text's own state holds on to all beyond it. */
    private void forget() {
        states.values().forEach(state -> Arrays.fill(state.next, null));
        Arrays.fill(start.next, null);
        states.clear();
        frames.clear();
        size = 0;
        generation.incrementAndGet();
    }

    private Frame frame(int state, @Nullable Frame parent) {
        return frames.computeIfAbsent(
                Frame.key(state, parent),
                _ -> {
                    size += FRAME_SIZE;
                    return Frame.on(parent, state, ++lastFrameId);
                });
    }

    /** Everything that positions lead to without reading: calls entered, complete rules left. */
    private final class Closure {
        private final Set<Long> seen = new HashSet<>();
        private final List<Integer> positions = new ArrayList<>();
        private final List<@Nullable Frame> stacks = new ArrayList<>();
        private final StepBudget budget;
        private boolean accepting;

        Closure(StepBudget budget) {
            this.budget = budget;
        }

        void add(int position, @Nullable Frame stack) {
            int pending = positions.size();
            visit(position, stack);
            for (int i = pending; i < positions.size(); i++) {
                expand(positions.get(i), stacks.get(i));
            }
        }

        private void visit(int position, @Nullable Frame stack) {
            // Ways that could not be completed within the depth are not gone: no dead ends.
            if (program.stackNeed(position) > GrammarLimits.DEPTH_MAX - Frame.depthOf(stack)
                    || !seen.add(Frame.key(position, stack))) {
                return;
            }
            if (seen.size() > GrammarLimits.AMBIGUITY_MAX) {
                throw new GrammarTooComplexException(
                        "ways to read one text", seen.size(), GrammarLimits.AMBIGUITY_MAX);
            }
            positions.add(position);
            stacks.add(stack);
        }

        private void expand(int position, @Nullable Frame stack) {
            int[] calls = program.calls(position);
            budget.spend(1 + calls.length / 2);
            for (int i = 0; i < calls.length; i += 2) {
                int start = program.start(calls[i]);
                if (program.onlyReturns(calls[i + 1])) {
                    visit(start, stack);
                } else if (fits(start, calls[i + 1], stack)) {
                    visit(start, frame(calls[i + 1], stack));
                }
            }
            if (program.isAccepting(position)) {
                if (stack == null) {
                    accepting = true;
                } else {
                    visit(stack.state(), stack.parent());
                }
            }
        }

        /** Whether a rule can be completed on top of one more frame, and then what is after it. */
        private boolean fits(int start, int after, @Nullable Frame stack) {
            int room = GrammarLimits.DEPTH_MAX - Frame.depthOf(stack);
            return program.stackNeed(start) < room && program.stackNeed(after) <= room;
        }

        /** The state of the positions that read bytes. */
        State state() {
            List<Integer> reading = new ArrayList<>();
            for (int i = 0; i < positions.size(); i++) {
                if (program.bytes(positions.get(i)).length > 0) {
                    reading.add(i);
                }
            }
            if (reading.isEmpty() && !accepting) {
                return dead;
            }
            reading.sort((a, b) -> Long.compare(key(a), key(b)));
            int[] key = new int[2 * reading.size() + 1];
            for (int i = 0; i < reading.size(); i++) {
                long pair = key(reading.get(i));
                key[2 * i] = (int) (pair >>> Integer.SIZE);
                key[2 * i + 1] = (int) pair;
            }
            key[2 * reading.size()] = accepting ? 1 : 0;
            return states.computeIfAbsent(new IntKey(key), _ -> make(reading));
        }

        private long key(int index) {
            return Frame.key(positions.get(index), stacks.get(index));
        }

        private State make(List<Integer> reading) {
            int[] states = new int[reading.size()];
            @Nullable Frame[] tops = new Frame[states.length];
            for (int i = 0; i < states.length; i++) {
                states[i] = positions.get(reading.get(i));
                tops[i] = stacks.get(reading.get(i));
            }
            size += alphabet.size() + 4 * states.length + 16;
            return new State(states, tops, accepting, alphabet.size());
        }
    }
}
