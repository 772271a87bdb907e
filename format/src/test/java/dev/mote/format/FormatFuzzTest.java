package dev.mote.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.testing.Conformance;
import dev.mote.testing.MutationFuzzer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Mutated model files never do more than be refused: no other exception, no long run, no large
 * allocation.
 */
class FormatFuzzTest {
    private static final long SEED = 1;

    @TempDir Path folder;

    @Test
    void ggufFilesAreReadOrRefused() throws IOException {
        report(new FormatFuzz(folder).gguf(SEED, MutationFuzzer.inputs(5_000)));
    }

    @Test
    void safetensorsFilesAreReadOrRefused() {
        report(new FormatFuzz(folder).safetensors(SEED, MutationFuzzer.inputs(5_000)));
    }

    @Test
    void tokenizerJsonIsReadOrRefused() {
        report(new FormatFuzz(folder).tokenizerJson(SEED, MutationFuzzer.inputs(20_000)));
    }

    private static void report(MutationFuzzer.Outcome outcome) {
        assertThat(outcome.accepted()).as(outcome.toString()).isPositive();
        int inputs = (int) outcome.inputs();
        Conformance.report("fuzz " + outcome.name(), inputs, inputs);
    }
}
