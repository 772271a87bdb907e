package dev.mote.kernel.assembler.aarch64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.testing.Conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every instruction form against GNU binutils: live where they are installed, and against the words
 * they once gave everywhere.
 */
class EncodingTest {
    private static final String GOLDEN = "encodings.txt";
    private static final String SUITE = "aarch64 encodings against binutils";

    @TempDir Path folder;

    @Test
    void encodesEveryFormAsRecorded() throws IOException {
        assertThat(words(all())).isEqualTo(golden());
    }

    @Test
    void encodesEveryFormAsGnuAssemblerDoes() throws IOException, InterruptedException {
        Optional<Path> as = program("aarch64-linux-gnu-as");
        Optional<Path> objcopy = program("aarch64-linux-gnu-objcopy");
        if (as.isEmpty() || objcopy.isEmpty()) {
            Conformance.skipped(SUITE, "aarch64-linux-gnu-as and -objcopy are not installed");
            return;
        }
        List<Encoding> all = all();
        Path source = folder.resolve("forms.s");
        Files.write(
                source,
                Stream.concat(
                                Stream.of(".arch armv8.6-a+i8mm+dotprod"),
                                all.stream().map(Encoding::text))
                        .toList());
        Path object = folder.resolve("forms.o");
        Path binary = folder.resolve("forms.bin");
        run(as.get().toString(), "-o", object.toString(), source.toString());
        run(
                objcopy.get().toString(),
                "-O",
                "binary",
                "-j",
                ".text",
                object.toString(),
                binary.toString());
        ByteBuffer code =
                ByteBuffer.wrap(Files.readAllBytes(binary)).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, String> expected = new LinkedHashMap<>();
        for (Encoding encoding : all) {
            expected.put(encoding.text(), "%08x".formatted(code.getInt()));
        }
        assertThat(code.hasRemaining()).isFalse();
        assertThat(words(all)).isEqualTo(expected);
        Conformance.report(SUITE, all.size(), all.size());
    }

    private static List<Encoding> all() {
        List<Encoding> all = new ArrayList<>();
        all.addAll(IntegerEncodings.all());
        all.addAll(MemoryEncodings.all());
        all.addAll(VectorEncodings.all());
        all.addAll(FloatEncodings.all());
        return all;
    }

    private static Map<String, String> words(List<Encoding> encodings) {
        Map<String, String> words = new LinkedHashMap<>();
        for (Encoding encoding : encodings) {
            words.put(encoding.text(), "%08x".formatted(encoding.word()));
        }
        return words;
    }

    /** Lines of a word, a space, and the instruction. */
    private static Map<String, String> golden() throws IOException {
        try (var stream = EncodingTest.class.getResourceAsStream(GOLDEN)) {
            assertThat(stream).as(GOLDEN).isNotNull();
            Map<String, String> words = new LinkedHashMap<>();
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> words.put(line.substring(9), line.substring(0, 8)));
            return words;
        }
    }

    private void run(String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor()).as(() -> read(log)).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
