package dev.mote.engine.sampling;

import java.util.Map;

/** Adds a constant to the logits of chosen tokens. */
record LogitBias(Map<Integer, Double> biases) implements LogitAdjustment {
    @Override
    public void adjust(float[] logits) {
        biases.forEach((token, bias) -> logits[token] += bias.floatValue());
    }
}
