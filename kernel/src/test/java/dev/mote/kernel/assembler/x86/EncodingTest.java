package dev.mote.kernel.assembler.x86;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.testing.Conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Every form of every instruction method against GNU as: live where it is installed, and against
 * the bytes it once gave everywhere.
 *
 * <p>Methods are found by reflection, so a new instruction cannot be left out. After adding one,
 * run this test with {@code -Dencodings.folder=} the folder of the recorded bytes, where GNU as is
 * installed: it then records what was found equal.
 */
class EncodingTest {
    private static final String SUITE = "x86-64 encodings against binutils";
    private static final int SLOT_BYTES = 16;

    @TempDir Path folder;

    private record Suite(
            String name,
            Class<? extends X86Assembler> assembler,
            Supplier<? extends X86Assembler> assemblers,
            boolean evex) {
        List<Form> forms() {
            return Forms.of(assembler, evex);
        }
    }

    private static final List<Suite> SUITES =
            List.of(
                    new Suite("avx512", Avx512Assembler.class, Avx512Assembler::new, true),
                    new Suite("avx2", Avx2Assembler.class, Avx2Assembler::new, false));

    @Test
    void encodesEveryFormAsGnuAssemblerDoes() throws IOException, InterruptedException {
        Optional<Path> as = program("x86_64-linux-gnu-as");
        Optional<Path> objcopy = program("x86_64-linux-gnu-objcopy");
        if (as.isEmpty() || objcopy.isEmpty()) {
            Conformance.skipped(SUITE, "x86_64-linux-gnu-as and -objcopy are not installed");
            return;
        }
        int count = 0;
        for (Suite suite : SUITES) {
            List<Form> forms = suite.forms();
            List<String> expected = assembled(as.get(), objcopy.get(), forms);
            List<String> differences = new ArrayList<>();
            for (int i = 0; i < forms.size(); i++) {
                String ours = forms.get(i).hex(suite.assemblers());
                if (!padded(ours).equals(expected.get(i))) {
                    differences.add(
                            "%s: %s instead of %s"
                                    .formatted(forms.get(i).text(), ours, expected.get(i)));
                }
            }
            assertThat(differences).isEmpty();
            count += forms.size();
            record(suite);
        }
        Conformance.report(SUITE, count, count);
    }

    @Test
    void encodesEveryFormAsRecorded() throws IOException {
        for (Suite suite : SUITES) {
            List<String> ours = lines(suite);
            List<String> recorded = recorded(suite);
            assertThat(ours.stream().filter(line -> !recorded.contains(line)).toList())
                    .as("instructions of %s that differ or are not yet recorded", suite.name())
                    .isEmpty();
            assertThat(recorded.stream().filter(line -> !ours.contains(line)).toList())
                    .as("recorded instructions that %s no longer has", suite.name())
                    .isEmpty();
        }
    }

    /** A line for each method: its signature and the bytes of each form. */
    private static List<String> lines(Suite suite) {
        Map<String, StringBuilder> lines = new LinkedHashMap<>();
        for (Form form : suite.forms()) {
            lines.computeIfAbsent(form.signature(), signature -> new StringBuilder(signature))
                    .append(' ')
                    .append(form.hex(suite.assemblers()));
        }
        return lines.values().stream().map(StringBuilder::toString).toList();
    }

    private static List<String> recorded(Suite suite) throws IOException {
        try (var stream = EncodingTest.class.getResourceAsStream(suite.name() + ".txt")) {
            assertThat(stream).as(suite.name()).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static void record(Suite suite) throws IOException {
        String target = System.getProperty("encodings.folder", "");
        if (!target.isEmpty()) {
            Files.write(Path.of(target, suite.name() + ".txt"), lines(suite));
        }
    }

    /** What GNU as makes of each form, in slots of 16 bytes filled up with zeros. */
    private List<String> assembled(Path as, Path objcopy, List<Form> forms)
            throws IOException, InterruptedException {
        List<String> source = new ArrayList<>();
        source.add(".intel_syntax noprefix");
        for (Form form : forms) {
            source.add(form.text());
            source.add(".balign %d, 0".formatted(SLOT_BYTES));
        }
        Path text = folder.resolve("forms.s");
        Path object = folder.resolve("forms.o");
        Path binary = folder.resolve("forms.bin");
        Files.write(text, source);
        run(as.toString(), "-o", object.toString(), text.toString());
        run(
                objcopy.toString(),
                "-O",
                "binary",
                "-j",
                ".text",
                object.toString(),
                binary.toString());
        byte[] code = Files.readAllBytes(binary);
        assertThat(code).hasSize(forms.size() * SLOT_BYTES);
        List<String> slots = new ArrayList<>();
        for (int at = 0; at < code.length; at += SLOT_BYTES) {
            slots.add(HexFormat.of().formatHex(code, at, at + SLOT_BYTES));
        }
        return slots;
    }

    private static String padded(String hex) {
        return hex + "0".repeat(Math.max(0, 2 * SLOT_BYTES - hex.length()));
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
