package dev.mote.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.gguf.GgufFile;
import dev.mote.testing.Conformance;
import dev.mote.testing.Golden;
import dev.mote.text.tokenizer.Tokenizer.Special;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The {@code tokenizer} section of every golden model: ids in three modes, and text back. */
class GoldenTokenizerTest {
    private int passed;
    private int total;
    private String difference = "";

    @Test
    void encodesAndDecodesAsTheReferenceDoes() {
        Optional<Path> folder = Conformance.folder("golden/models");
        if (folder.isEmpty()) {
            Conformance.skipped("golden tokenizers", "no folder 'golden/models' in mote.shared");
            return;
        }
        for (Golden golden : Golden.all(folder.get())) {
            if (golden.has("tokenizer")) {
                run(golden);
            }
        }
        Conformance.report("golden tokenizers", passed, total);
        assertThat(difference).isEmpty();
        assertThat(total).as("cases found").isPositive();
    }

    private void run(Golden golden) {
        Tokenizer tokenizer;
        try (GgufFile file = GgufFile.open(golden.file("model"))) {
            tokenizer = Tokenizers.of(file);
        }
        for (Golden sample : golden.children("tokenizer")) {
            String text = sample.text("text");
            ids(golden, tokenizer, text, sample.integers("ids_plain"), Special.NONE);
            ids(golden, tokenizer, text, sample.integers("ids_special"), Special.ADD);
            ids(
                    golden,
                    tokenizer,
                    text,
                    sample.integers("ids_special_parsed"),
                    Special.ADD_AND_PARSE);
            String decoded = tokenizer.decode(sample.integers("ids_plain"), true);
            if (sample.text("detok_plain").equals(decoded)) {
                count(true, "");
            } else {
                count(
                        false,
                        "%s decodes%n  expected %s%n  actual   %s"
                                .formatted(
                                        golden,
                                        TokenDiff.escaped(sample.text("detok_plain")),
                                        TokenDiff.escaped(decoded)));
            }
        }
    }

    private void ids(
            Golden golden, Tokenizer tokenizer, String text, int[] expected, Special special) {
        int[] actual = tokenizer.encode(text, special);
        boolean same = Arrays.equals(expected, actual);
        count(
                same,
                same
                        ? ""
                        : TokenDiff.of(golden + " " + special, tokenizer, text, expected, actual));
    }

    private void count(boolean same, String what) {
        total++;
        if (same) {
            passed++;
        } else if (difference.isEmpty()) {
            difference = what;
        }
    }
}
