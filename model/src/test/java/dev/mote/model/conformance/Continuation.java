package dev.mote.model.conformance;

import dev.mote.kernel.FloatMatrix;

import java.lang.foreign.Arena;

/** Greedy continuations compared with a reference, as far as they are comparable. */
final class Continuation {
    /** Computes logits of the last of some tokens appended to a sequence. */
    interface Model {
        void forward(int[] tokens, FloatMatrix logits);
    }

    private Continuation() {}

    /**
     * Continues from {@code first}, the argmax of the logits so far.
     *
     * <p>A step whose two best logits are closer than twice the tolerance may legitimately go
     * either way; neither it nor what follows it is compared.
     *
     * @return number of tokens compared
     */
    static int require(
            String what,
            Model model,
            int first,
            int[] expected,
            double[] margins,
            double maxAbs,
            int vocabularySize) {
        int token = first;
        try (Arena arena = Arena.ofShared()) {
            FloatMatrix logits = FloatMatrix.allocate(arena, 1, vocabularySize);
            for (int step = 0; step < expected.length; step++) {
                if (token != expected[step]) {
                    if (margins[step] < 2 * maxAbs) {
                        return step;
                    }
                    throw new AssertionError(
                            "%s: greedy token %d is %d, reference %d (margin %.3g)"
                                    .formatted(what, step, token, expected[step], margins[step]));
                }
                if (step + 1 < expected.length) {
                    model.forward(new int[] {token}, logits);
                    token = Rows.argmaxOfLast(logits);
                }
            }
        }
        return expected.length;
    }
}
