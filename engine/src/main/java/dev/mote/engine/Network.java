package dev.mote.engine;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.model.DecoderModel;
import dev.mote.model.DecoderState;
import dev.mote.model.EncoderDecoderModel;
import dev.mote.model.EncoderModel;
import dev.mote.model.LoadedModel;

/** The three kinds of model behind one door, so that only this file tells them apart. */
sealed interface Network extends AutoCloseable {
    /** What it runs; closed with the network. */
    LoadedModel model();

    /** Positions the model was trained for. */
    default int trainedContextLength() {
        return model().contextLength();
    }

    default int vocabularySize() {
        return model().vocabularySize();
    }

    default int hiddenSize() {
        return model().hiddenSize();
    }

    default String architecture() {
        return model().architecture();
    }

    @Override
    default void close() {
        model().close();
    }

    /** A network that writes tokens. */
    sealed interface Writer extends Network {
        void forward(DecoderState state, int[] tokens, FloatMatrix logits);

        /** Bytes of the state of {@link #newState} without logits. */
        long stateBytes(int[] input, int capacity, BlockType kvType);

        /** A state; {@code input} is what an encoder-decoder reads and otherwise empty. */
        DecoderState newState(int[] input, int capacity, BlockType kvType);
    }

    /** Continues text. */
    record Decoder(DecoderModel model) implements Writer {
        @Override
        public void forward(DecoderState state, int[] tokens, FloatMatrix logits) {
            model.forward(state, tokens, logits);
        }

        @Override
        public long stateBytes(int[] input, int capacity, BlockType kvType) {
            return model.stateBytes(capacity, kvType);
        }

        @Override
        public DecoderState newState(int[] input, int capacity, BlockType kvType) {
            return model.newState(capacity, kvType);
        }
    }

    /** Reads one text and writes another. */
    record EncoderDecoder(EncoderDecoderModel model) implements Writer {
        @Override
        public void forward(DecoderState state, int[] tokens, FloatMatrix logits) {
            model.forward(state, tokens, logits);
        }

        @Override
        public long stateBytes(int[] input, int capacity, BlockType kvType) {
            return model.stateBytes(input.length, capacity, kvType);
        }

        @Override
        public DecoderState newState(int[] input, int capacity, BlockType kvType) {
            return model.encode(input, capacity, kvType);
        }
    }

    /** Turns text into a vector. */
    record Encoder(EncoderModel model) implements Network {}
}
