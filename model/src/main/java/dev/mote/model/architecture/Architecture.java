package dev.mote.model.architecture;

import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.DecoderGraph;
import dev.mote.model.graph.EncoderDecoderGraph;
import dev.mote.model.graph.EncoderGraph;

import java.util.function.Function;

/** How the files of one architecture are read, and what kind of model comes of it. */
public sealed interface Architecture {
    /** A causal language model. */
    record Decoder(Function<Blueprint, DecoderGraph> reader) implements Architecture {}

    /** A text encoder. */
    record Encoder(Function<Blueprint, EncoderGraph> reader) implements Architecture {}

    /** A sequence-to-sequence model. */
    record EncoderDecoder(Function<Blueprint, EncoderDecoderGraph> reader)
            implements Architecture {}
}
