package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

@EnabledOnOs({OS.LINUX, OS.MAC}) // elsewhere a mapped file cannot be cut
class CutFileTest {
    private static final GenerationOptions SHORT =
            GenerationOptions.GREEDY.toBuilder().maxTokens(2).build();

    @TempDir Path folder;

    private Path copy() throws IOException {
        return Files.copy(TinyModels.path(TinyModels.LLAMA), folder.resolve("model.gguf"));
    }

    @Test
    void aFileCutWhileInUseIsReportedBeforeItIsRead() throws IOException {
        Path path = copy();
        try (Model model = Model.open(path, TinyModels.OPTIONS)) {
            assertThat(model.generate("a", SHORT).tokens()).hasSize(2);
            long whole = Files.size(path);
            try (RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
                other.setLength(whole / 2);
            }
            assertThatThrownBy(() -> model.generate("a", SHORT))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(
                            "was cut from %d to %d bytes while in use".formatted(whole, whole / 2));
        }
    }

    @Test
    void aFileCutWhileAnAnswerIsWrittenEndsTheAnswer() throws IOException {
        Path path = copy();
        GenerationOptions options = SHORT.toBuilder().maxTokens(20).build();
        try (Model model = Model.open(path, TinyModels.OPTIONS);
                Generation generation = model.stream(Prompt.text("a"), options)) {
            while (!(generation.next() instanceof GenerationEvent.Token)) {
                // reads the prompt
            }
            try (RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
                other.setLength(Files.size(path) / 2);
            }
            assertThatThrownBy(generation::answer)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("while in use");
        }
    }

    @Test
    void aFileReplacedOrDeletedWhileInUseGoesOn() throws IOException {
        Path path = copy();
        try (Model model = Model.open(path, TinyModels.OPTIONS)) {
            Path other = Files.writeString(folder.resolve("other"), "shorter");
            Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
            assertThat(model.generate("a", SHORT).tokens()).hasSize(2);
            Files.delete(path);
            assertThat(model.generate("a", SHORT).tokens()).hasSize(2);
        }
    }
}
