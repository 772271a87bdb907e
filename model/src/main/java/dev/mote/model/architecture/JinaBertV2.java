package dev.mote.model.architecture;

import dev.mote.kernel.Activation;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.EncoderGraph;

/**
 * Jina Embeddings 2 (arXiv:2310.19923): BERT with symmetric ALiBi (arXiv:2108.12409) instead of
 * learned positions and a gated feed-forward network.
 */
final class JinaBertV2 {
    private static final double BIAS_MAX = 8;

    private JinaBertV2() {}

    static EncoderGraph read(Blueprint model) {
        PositionBias alibi =
                new PositionBias.Alibi(slopes(model.hyperparameters().heads(0).count()));
        return Bert.encoder(
                model,
                model.embedding(),
                layer ->
                        Bert.block(
                                layer,
                                layer.attention().biased(alibi).masked(new Mask.Full()).read(),
                                layer.has("ffn_gate.weight")
                                        ? layer.gatedFeedForward(Activation.GELU)
                                        : layer.fusedGatedFeedForward(Activation.GELU)));
    }

    /**
     * A geometric sequence from 2^(−8/n) on; where the number of heads is no power of two, n is the
     * next lower one and the rest takes every other value of the sequence for 2n.
     */
    static float[] slopes(int heads) {
        int power = Integer.highestOneBit(heads);
        float[] slopes = new float[heads];
        for (int head = 0; head < heads; head++) {
            double exponent =
                    head < power
                            ? (head + 1) / (double) power
                            : (2 * (head - power) + 1) / (2.0 * power);
            slopes[head] = (float) Math.pow(2, -BIAS_MAX * exponent);
        }
        return slopes;
    }
}
