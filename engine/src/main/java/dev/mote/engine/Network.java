package dev.mote.engine;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.model.DecoderModel;
import dev.mote.model.DecoderState;
import dev.mote.model.EncoderDecoderModel;
import dev.mote.model.EncoderModel;
import dev.mote.model.LoadedModel;
import dev.mote.model.memory.KvPool;

import java.util.List;

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

    /** The memory of its sequences. The caller closes it. */
    default KvPool newPool(BlockType kvType, long bytesMax) {
        return new KvPool(kvType, List.of(), bytesMax);
    }

    /** Whether tokens that are read together influence each other's last bits. */
    default boolean mixesTokens() {
        return false;
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

        /**
         * A state; {@code input} is what an encoder-decoder reads and otherwise empty.
         *
         * @param pool which has promised the memory; an encoder-decoder allocates its own
         */
        DecoderState newState(int[] input, int capacity, KvPool pool);
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
        public DecoderState newState(int[] input, int capacity, KvPool pool) {
            return model.newState(capacity, pool);
        }

        @Override
        public KvPool newPool(BlockType kvType, long bytesMax) {
            return model.newPool(kvType, bytesMax);
        }

        @Override
        public boolean mixesTokens() {
            return model.mixesTokens();
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
        public DecoderState newState(int[] input, int capacity, KvPool pool) {
            return model.encode(input, capacity, pool.type());
        }
    }

    /** Turns text into a vector. */
    record Encoder(EncoderModel model) implements Network {}
}
