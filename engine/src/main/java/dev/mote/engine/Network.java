package dev.mote.engine;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.model.DecoderModel;
import dev.mote.model.DecoderState;
import dev.mote.model.EncoderDecoderModel;
import dev.mote.model.EncoderModel;

/** The three kinds of model behind one door, so that only this file tells them apart. */
sealed interface Network extends AutoCloseable {
    /** Positions the model was trained for. */
    int trainedContextLength();

    int vocabularySize();

    int hiddenSize();

    String architecture();

    @Override
    void close();

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
        public int trainedContextLength() {
            return model.contextLength();
        }

        @Override
        public int vocabularySize() {
            return model.vocabularySize();
        }

        @Override
        public int hiddenSize() {
            return model.hiddenSize();
        }

        @Override
        public String architecture() {
            return model.architecture();
        }

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

        @Override
        public void close() {
            model.close();
        }
    }

    /** Reads one text and writes another. */
    record EncoderDecoder(EncoderDecoderModel model) implements Writer {
        @Override
        public int trainedContextLength() {
            return model.contextLength();
        }

        @Override
        public int vocabularySize() {
            return model.vocabularySize();
        }

        @Override
        public int hiddenSize() {
            return model.hiddenSize();
        }

        @Override
        public String architecture() {
            return model.architecture();
        }

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

        @Override
        public void close() {
            model.close();
        }
    }

    /** Turns text into a vector. */
    record Encoder(EncoderModel model) implements Network {
        @Override
        public int vocabularySize() {
            return model.vocabularySize();
        }

        @Override
        public int trainedContextLength() {
            return model.contextLength();
        }

        @Override
        public int hiddenSize() {
            return model.hiddenSize();
        }

        @Override
        public String architecture() {
            return model.architecture();
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
