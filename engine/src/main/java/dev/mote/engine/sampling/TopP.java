package dev.mote.engine.sampling;

/**
 * Nucleus sampling (arXiv:1904.09751, section 3.1): keeps the fewest likeliest tokens whose
 * probabilities reach p together, best first.
 */
record TopP(double p) implements Truncation {
    @Override
    public void truncate(Candidates candidates) {
        double[] probabilities = candidates.probabilities();
        Mass.keepBest(candidates, probabilities, probabilities, p);
    }
}
