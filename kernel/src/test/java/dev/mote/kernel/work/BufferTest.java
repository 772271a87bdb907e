package dev.mote.kernel.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BufferTest {
    @Test
    void servesAgainAfterARequestThatNoMachineCanMeet() {
        try (Buffer buffer = new Buffer()) {
            assertThat(buffer.reserve(64).byteSize()).isEqualTo(64);
            assertThatThrownBy(() -> buffer.reserve(Long.MAX_VALUE >> 1))
                    .isInstanceOfAny(OutOfMemoryError.class, IllegalArgumentException.class);
            assertThat(buffer.reserve(32).scope().isAlive()).isTrue();
        }
    }
}
