package dev.mote.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.gguf.GgufFile;
import dev.mote.testing.Conformance;
import dev.mote.text.tokenizer.Tokenizer.Special;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Public vocabularies, token for token: beside each {@code NAME.gguf} lie {@code NAME.gguf.inp},
 * texts separated by a marker line, and {@code NAME.gguf.out}, one line of ids a text.
 */
class VocabularyConformanceTest {
    private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

    private int passed;
    private int total;

    @Test
    void encodesEveryCaseOfEveryVocabulary() throws IOException {
        Optional<Path> folder = Conformance.folder("tokenizers");
        if (folder.isEmpty()) {
            Conformance.skipped("tokenizers", "no folder 'tokenizers' in mote.shared");
            return;
        }
        List<Path> vocabularies;
        try (Stream<Path> files = Files.list(folder.get())) {
            vocabularies =
                    files.filter(file -> file.toString().endsWith(".gguf")).sorted().toList();
        }
        String difference = "";
        for (Path vocabulary : vocabularies) {
            String first = run(vocabulary);
            difference = difference.isEmpty() ? first : difference;
        }
        Conformance.report("tokenizers", passed, total);
        assertThat(difference).isEmpty();
        assertThat(total).as("cases found").isPositive();
    }

    /** Runs the cases of one vocabulary and returns the first difference, or nothing. */
    private String run(Path vocabulary) throws IOException {
        Tokenizer tokenizer;
        try (GgufFile file = GgufFile.open(vocabulary)) {
            tokenizer = Tokenizers.of(file);
        }
        String[] texts = Files.readString(Path.of(vocabulary + ".inp")).split(SEPARATOR, -1);
        List<String> lines = Files.readAllLines(Path.of(vocabulary + ".out"));
        String difference = "";
        total += lines.size();
        for (int i = 0; i < lines.size(); i++) {
            int[] expected =
                    Stream.of(lines.get(i).trim().split(" "))
                            .filter(id -> !id.isEmpty())
                            .mapToInt(Integer::parseInt)
                            .toArray();
            int[] actual = tokenizer.encode(texts[i], Special.NONE);
            if (Arrays.equals(expected, actual)) {
                passed++;
            } else if (difference.isEmpty()) {
                difference =
                        TokenDiff.of(
                                vocabulary.getFileName() + " case " + i,
                                tokenizer,
                                texts[i],
                                expected,
                                actual);
            }
        }
        return difference;
    }
}
