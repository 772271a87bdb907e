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

    private final Program program;
    private final Alphabet alphabet;
    private final Map<Long, Frame> frames = new HashMap<>(); // all four guarded by this
    private final Map<IntKey, State> states = new HashMap<>();
    private int lastFrameId;
    private int size;
    private final AtomicInteger generation = new AtomicInteger();
    private final State dead;
    private final State start;

    StateTable(Program program, Alphabet alphabet) {
        this.program = program;
        this.alphabet = alphabet;
        dead = new State(new int[0], new Frame[0], false, 0);
        Closure closure = new Closure();
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

    /** Computes a step that was not known. */
    synchronized State next(State state, int symbol) {
        if (size > SIZE_MAX) {
            forget();
        }
        int value = alphabet.example(symbol);
        Closure closure = new Closure();
        for (int i = 0; i < state.positions.length; i++) {
            int target = program.next(state.positions[i], value);
            if (target >= 0) {
                closure.add(target, state.stacks[i]);
            }
        }
        State next = closure.state();
        state.next[symbol] = next;
        return next;
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
        long key = (long) state << Integer.SIZE | (parent == null ? 0 : parent.id());
        return frames.computeIfAbsent(
                key,
                _ -> {
                    size += 4;
                    int depth = parent == null ? 1 : parent.depth() + 1;
                    return new Frame(state, parent, ++lastFrameId, depth);
                });
    }

    /** Everything that positions lead to without reading: calls entered, complete rules left. */
    private final class Closure {
        private final Set<Long> seen = new HashSet<>();
        private final List<Integer> positions = new ArrayList<>();
        private final List<@Nullable Frame> stacks = new ArrayList<>();
        private boolean accepting;

        void add(int position, @Nullable Frame stack) {
            int pending = positions.size();
            visit(position, stack);
            for (int i = pending; i < positions.size(); i++) {
                expand(positions.get(i), stacks.get(i));
            }
        }

        private void visit(int position, @Nullable Frame stack) {
            long key = (long) position << Integer.SIZE | (stack == null ? 0 : stack.id());
            if (!seen.add(key)) {
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
            for (int i = 0; i < calls.length; i += 2) {
                int start = program.start(calls[i]);
                if (program.onlyReturns(calls[i + 1])) {
                    visit(start, stack);
                } else if (stack == null || stack.depth() < GrammarLimits.DEPTH_MAX) {
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
            @Nullable Frame stack = stacks.get(index);
            return (long) positions.get(index) << Integer.SIZE | (stack == null ? 0 : stack.id());
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
