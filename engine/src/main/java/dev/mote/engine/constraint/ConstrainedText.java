package dev.mote.engine.constraint;

import dev.mote.text.grammar.automaton.State;
import dev.mote.text.grammar.automaton.StepBudget;

import java.util.Arrays;

/**
 * Where one answer stands in its constraint. Not thread-safe; many may share a compiled grammar.
 */
public final class ConstrainedText {
    private final TokenConstraint constraint;
    private State state;
    private final StepBudget budget;
    private boolean dropsFirstSpace;

    ConstrainedText(TokenConstraint constraint, boolean dropsFirstSpace) {
        this(constraint, dropsFirstSpace, new StepBudget());
    }

    private ConstrainedText(
            TokenConstraint constraint, boolean dropsFirstSpace, StepBudget budget) {
        this.constraint = constraint;
        this.budget = budget;
        this.dropsFirstSpace = dropsFirstSpace;
        state = constraint.automaton().start();
    }

    /**
     * Another text that stands at the same place.
     *
     * @param itsBudget what following it may cost; this one's is not touched
     */
    public ConstrainedText copy(StepBudget itsBudget) {
        ConstrainedText copy = new ConstrainedText(constraint, dropsFirstSpace, itsBudget);
        copy.state = state;
        return copy;
    }

    /**
     * The tokens that may come next: at least one; those that end an answer only where the text so
     * far satisfies the constraint.
     *
     * @throws dev.mote.text.grammar.GrammarException if finding them takes more steps than a mask
     *     or an answer may, or the text can be read in too many ways
     */
    public TokenMask mask() {
        budget.nextMask();
        return dropsFirstSpace ? constraint.maskAtStart(budget) : constraint.mask(state, budget);
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
        State next = constraint.automaton().next(state, bytes, budget);
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
