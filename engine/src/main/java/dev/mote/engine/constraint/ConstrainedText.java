package dev.mote.engine.constraint;

import dev.mote.text.grammar.automaton.State;

import java.util.Arrays;

/**
 * Where one answer stands in its constraint. Not thread-safe; many may share a compiled grammar.
 */
public final class ConstrainedText {
    private final TokenConstraint constraint;
    private State state;
    private boolean dropsFirstSpace;

    ConstrainedText(TokenConstraint constraint, boolean dropsFirstSpace) {
        this.constraint = constraint;
        this.dropsFirstSpace = dropsFirstSpace;
        state = constraint.automaton().start();
    }

    /** Another text that stands at the same place. */
    public ConstrainedText copy() {
        ConstrainedText copy = new ConstrainedText(constraint, dropsFirstSpace);
        copy.state = state;
        return copy;
    }

    /**
     * The tokens that may come next: at least one; those that end an answer only where the text so
     * far satisfies the constraint.
     *
     * @throws dev.mote.text.grammar.GrammarException if the grammar is too ambiguous here, or
     *     nested too deeply to be completed
     */
    public TokenMask mask() {
        return dropsFirstSpace ? constraint.maskAtStart() : constraint.mask(state);
    }

    /**
     * Goes on with a token.
     *
     * @throws IllegalArgumentException if it is not allowed here; the state stays
     */
    public void accept(int token) {
        if (constraint.endsAnswer(token) && state.isAccepting()) {
            return;
        }
        byte[] bytes = constraint.bytes(token);
        if (dropsFirstSpace && bytes.length > 0 && bytes[0] == ' ') {
            bytes = Arrays.copyOfRange(bytes, 1, bytes.length);
        }
        State next = constraint.automaton().next(state, bytes);
        if (next.isDead() || bytes.length == 0) {
            throw new IllegalArgumentException(
                    "token %d does not continue the answer as its constraint demands"
                            .formatted(token));
        }
        state = next;
        dropsFirstSpace = false;
    }

    /** Whether the text so far satisfies the constraint. */
    public boolean isSatisfied() {
        return state.isAccepting();
    }

    /** Whether it does, and nothing may follow. */
    public boolean isComplete() {
        return state.isAccepting() && state.isComplete();
    }
}
