package dev.mote.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

class PinsTest {
    @TempDir Path folder;

    @Test
    void keepsWhatAnotherPullPinnedMeanwhile() {
        Path file = folder.resolve("pins.json");
        Pins mine = Pins.read(file);
        Pins.read(file).add("hf:a/b", Map.of("theirs.gguf", "11"));
        mine.add("hf:a/b", Map.of("mine.gguf", "22"));
        assertThat(Pins.read(file).find("theirs.gguf")).contains("11");
        assertThat(Pins.read(file).find("mine.gguf")).contains("22");
    }

    @Test
    void refusesAnotherContentThanWasPinnedMeanwhile() {
        Path file = folder.resolve("pins.json");
        Pins mine = Pins.read(file);
        Pins.read(file).add("hf:a/b", Map.of("m.gguf", "11"));
        assertThatThrownBy(() -> mine.add("hf:a/b", Map.of("m.gguf", "22")))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("m.gguf of hf:a/b")
                .hasMessageContaining("pull again");
        assertThat(Pins.read(file).find("m.gguf")).contains("11");
    }
}
