package dev.mote.bundle.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class PrivateFilesTest {
    @TempDir Path folder;

    @Test
    void manyWritersLeaveOneWholeContent() throws IOException {
        Path file = folder.resolve("record.json");
        String[] texts = {"short", "long".repeat(10_000)};
        boolean whole =
                IntStream.range(0, 200)
                        .parallel()
                        .allMatch(i -> {
                            try {
                                PrivateFiles.write(file, texts[i % 2]);
                                return Stream.of(texts).anyMatch(read(file)::equals);
                            } catch (IOException e) {
                                throw new AssertionError("writer " + i + " failed", e);
                            }
                        });
        assertThat(whole).isTrue();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
