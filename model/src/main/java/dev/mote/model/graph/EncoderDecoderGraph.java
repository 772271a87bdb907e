package dev.mote.model.graph;

import java.util.List;

/**
 * A sequence-to-sequence model: an encoder stack, a decoder stack that attends to it.
 *
 * @param embedding shared by both stacks
 * @param crossAttentions those among the decoder's steps
 * @param encoderMemory what the encoder needs while it runs
 * @param decoderMemory what an output remembers of itself
 * @param crossMemory what an output remembers of its input
 */
public record EncoderDecoderGraph(
        Embedding embedding,
        List<Step> encoderSteps,
        Norm encoderNorm,
        List<Step> decoderSteps,
        Norm decoderNorm,
        OutputHead head,
        List<CrossAttention> crossAttentions,
        int startToken,
        MemoryPlan encoderMemory,
        MemoryPlan decoderMemory,
        MemoryPlan crossMemory) {
    /** Copies the lists. */
    public EncoderDecoderGraph {
        encoderSteps = List.copyOf(encoderSteps);
        decoderSteps = List.copyOf(decoderSteps);
        crossAttentions = List.copyOf(crossAttentions);
    }
}
