package dev.mote.engine.sampling;

/**
 * Locally typical sampling (arXiv:2202.00666, section 4): keeps the fewest tokens whose surprise
 * −ln p is nearest to the entropy of the distribution and whose probabilities reach tau together,
 * nearest first.
 */
record Typical(double tau) implements Truncation {
    @Override
    public void truncate(Candidates candidates) {
        double[] probabilities = candidates.probabilities();
        double[] nearness = new double[candidates.size()];
        double entropy = 0;
        for (int i = 0; i < nearness.length; i++) {
            nearness[i] = -StrictMath.log(probabilities[i]); // surprise; infinite where p is 0
            if (probabilities[i] > 0) {
                entropy += probabilities[i] * nearness[i];
            }
        }
        for (int i = 0; i < nearness.length; i++) {
            nearness[i] = -Math.abs(nearness[i] - entropy);
        }
        Mass.keepBest(candidates, nearness, probabilities, tau);
    }
}
