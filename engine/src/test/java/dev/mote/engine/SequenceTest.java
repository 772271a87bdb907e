package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.model.Adapter;
import dev.mote.model.DecoderState;
import dev.mote.model.memory.KvBlock;

import org.junit.jupiter.api.Test;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;

class SequenceTest {
    /** A state that says it has more positions than an array has elements. */
    private static final class Boundless implements DecoderState {
        private boolean closed;

        @Override
        public int position() {
            return 0;
        }

        @Override
        public int capacity() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void truncate(int position) {}

        @Override
        public boolean canTruncate() {
            return true;
        }

        @Override
        public int reachable(int position) {
            return position;
        }

        @Override
        public Optional<KvBlock> block(int index) {
            return Optional.empty();
        }

        @Override
        public void adopt(KvBlock block, int positions) {
            throw new IllegalStateException("takes over nothing");
        }

        @Override
        public void save(WritableByteChannel target) {}

        @Override
        public void restore(int positions, ReadableByteChannel source) {}

        @Override
        public void adapt(List<Adapter.Use> adapters) {}

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void freesTheStateWhenMemoryForTheRestRunsOut() {
        Boundless state = new Boundless();
        try (Model model = TinyModels.llama()) {
            assertThatThrownBy(() -> Sequence.open(model.runtime(), state, 320, 0))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(state.closed).isTrue();
        }
    }
}
