package dev.mote.model.architecture;

import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.DecoderGraph;

import java.util.function.Function;

/** How the files of one architecture are read, and what kind of model comes of it. */
public sealed interface Architecture {
    /** A causal language model. */
    record Decoder(Function<Blueprint, DecoderGraph> reader) implements Architecture {}
}
