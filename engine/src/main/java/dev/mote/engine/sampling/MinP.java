package dev.mote.engine.sampling;

/**
 * Min-p (arXiv:2407.01082, section 3): keeps tokens at least {@code minP} times as likely as the
 * likeliest. In logits that is a threshold, so nothing is ranked.
 */
record MinP(double minP) implements Truncation {
    @Override
    public void truncate(Candidates candidates) {
        candidates.keepAtLeast(candidates.maxLogit() + StrictMath.log(minP));
    }
}
