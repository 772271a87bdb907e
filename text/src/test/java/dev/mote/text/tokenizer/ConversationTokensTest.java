package dev.mote.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.gguf.GgufFile;
import dev.mote.testing.Conformance;
import dev.mote.testing.Golden;
import dev.mote.text.tokenizer.Tokenizer.Special;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rendered conversations of the default model to ids and its answers back to text. TinyLlama has
 * Llama 2's vocabulary, which the public vocabulary {@code llama-spm} is.
 */
class ConversationTokensTest {
    private static final String SUITE = "conversation tokens";

    @Test
    void encodesPromptsAndDecodesAnswersOfTheDefaultModel() {
        Optional<Path> record = Conformance.file("golden/real/tinyllama.json");
        Optional<Path> vocabulary = Conformance.file("tokenizers/ggml-vocab-llama-spm.gguf");
        if (record.isEmpty() || vocabulary.isEmpty()) {
            Conformance.skipped(SUITE, "no golden/real or no tokenizers in mote.shared");
            return;
        }
        Tokenizer tokenizer;
        try (GgufFile file = GgufFile.open(vocabulary.get())) {
            tokenizer = Tokenizers.of(file);
        }
        List<Golden> conversations = Golden.read(record.get()).children("conversations");
        int passed = 0;
        String difference = "";
        for (Golden conversation : conversations) {
            String rendered = conversation.text("rendered");
            int[] expected = conversation.integers("tokens");
            int[] actual = tokenizer.encode(rendered, Special.ADD_AND_PARSE);
            String answer = tokenizer.decode(conversation.integers("greedy_stock"), true);
            if (!Arrays.equals(expected, actual)) {
                difference = TokenDiff.of("prompt", tokenizer, rendered, expected, actual);
            } else if (!answer.equals(conversation.text("text_stock"))) {
                difference = TokenDiff.escaped(answer);
            } else {
                passed++;
            }
        }
        Conformance.report(SUITE, passed, conversations.size());
        assertThat(difference).isEmpty();
    }
}
