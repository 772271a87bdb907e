package dev.mote.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class MutationFuzzerTest {
    private static final List<byte[]> CORPUS = List.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});

    @Test
    void sameSeedSameInputs() {
        assertThat(inputs(5)).isEqualTo(inputs(5)).isNotEqualTo(inputs(6));
    }

    private static List<String> inputs(long seed) {
        List<String> inputs = new ArrayList<>();
        MutationFuzzer.of("record", input -> inputs.add(Arrays.toString(input)))
                .corpus(CORPUS)
                .run(seed, 100);
        return inputs;
    }

    @Test
    void countsWhatIsAcceptedAndWhatIsRefused() {
        MutationFuzzer.Outcome outcome =
                MutationFuzzer.of(
                                "first byte",
                                input -> {
                                    if (input.length == 0 || input[0] != 1) {
                                        throw new IllegalStateException("refused");
                                    }
                                })
                        .corpus(CORPUS)
                        .dictionary("word")
                        .allowing(IllegalStateException.class)
                        .run(1, 2_000);
        assertThat(outcome.inputs()).isEqualTo(2_000);
        assertThat(outcome.accepted()).isBetween(500L, 1_900L);
    }

    @Test
    void findsAnUndeclaredException() {
        assertThatThrownBy(() ->
                        MutationFuzzer.of("index", input -> input[4]++)
                                .corpus(CORPUS)
                                .run(1, 10_000))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching(
                        "(?s)fuzz index: input \\d+ of seed 1 .* threw"
                                + " java.lang.ArrayIndexOutOfBounds.*");
    }

    @Test
    void findsALargeAllocation() {
        List<byte[]> kept = new ArrayList<>();
        assertThatThrownBy(() ->
                        MutationFuzzer.of("length", input -> kept.add(new byte[1 << 20]))
                                .corpus(CORPUS)
                                .allocationCap(1 << 19, 1)
                                .run(1, 2))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s).* allocated 10\\d+ bytes");
    }

    @Test
    void findsALongRun() {
        assertThatThrownBy(() ->
                        MutationFuzzer.of("loop", input -> burn(Duration.ofMillis(40)))
                                .corpus(CORPUS)
                                .timeCap(Duration.ofMillis(20))
                                .run(1, 2))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s).* took \\d+ ms");
    }

    private static void burn(Duration time) {
        long cpu = 0;
        while (cpu < time.toNanos()) {
            cpu += ThreadCost.of(() -> Arrays.fill(new byte[10_000], (byte) 1)).cpuNanos();
        }
    }
}
