package dev.mote.engine;

/** Guesses with a smaller model, which reads along in a sequence of its own. */
final class ModelDrafter implements Drafter {
    private final ModelRuntime runtime;
    private final Sequence sequence;

    /**
     * Begins to read along.
     *
     * @param capacity of the sequence that is guessed for
     * @param urgency of the answer, which its guesses share
     * @throws NotEnoughMemoryException if there is not enough for the model's KV cache
     */
    ModelDrafter(ModelRuntime runtime, int capacity, Urgency urgency) {
        this.runtime = runtime;
        sequence = runtime.newSequence(new int[0], Math.min(capacity, runtime.contextLength()));
        sequence.want(urgency);
    }

    @Override
    public void guess(int[] tokens, Guesses guesses) {
        if (tokens.length > sequence.capacity()) {
            return; // longer than the draft model's context
        }
        sequence.start(tokens);
        while (!sequence.readPiece()) {
            if (sequence.urgency().isOver()) {
                return; // nobody waits for guesses any more
            }
        }
        while (guesses.addFrom(sequence.logits())
                && !sequence.isFull()
                && !sequence.urgency().isOver()) {
            sequence.read(guesses.last(), runtime.batches());
        }
    }

    @Override
    public void close() {
        sequence.close();
    }
}
