package dev.mote.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class ComputePeakTest {
    @Test
    void isMeasuredWhereThereIsMachineCodeAndOnlyThere() {
        Optional<ComputePeak> peak = ComputePeak.measure(2);
        try (Kernels fastest = Kernels.open(1, "")) {
            assertThat(peak.isPresent()).isEqualTo(fastest.name().equals("generated"));
        }
        peak.ifPresent(found -> {
            assertThat(found.floats()).isBetween(0.1, 100_000.0);
            assertThat(found.bytes()).isBetween(found.floats() / 2, 1_000_000.0);
        });
    }

    @Test
    void refusesToMeasureNoThreads() {
        assertThatThrownBy(() -> ComputePeak.measure(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 threads");
    }
}
