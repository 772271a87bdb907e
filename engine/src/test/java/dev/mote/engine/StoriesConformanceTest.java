package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.testing.Conformance;
import dev.mote.testing.Golden;
import dev.mote.text.tokenizer.Tokenizer;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Small models with real weights, where they are at hand: text in, the reference's text out. */
class StoriesConformanceTest {
    @Test
    void stories260KTellsTheReferencesStories() {
        matches("stories260K", "stories260K.F32.gguf", "greedy", 100);
    }

    @Test
    void stories15MTellsTheReferencesStories() {
        matches("stories15M", "stories15M.Q8_0.gguf", "greedy_reference", 64);
    }

    private static void matches(String suite, String file, String key, int maxTokens) {
        Path model = Conformance.file("models/" + file).orElse(null);
        Path record = Conformance.file("golden/real/" + suite + ".json").orElse(null);
        if (model == null || record == null) {
            Conformance.skipped("engine " + suite, "models/" + file + " is not in mote.shared");
            return;
        }
        int passed = 0;
        List<Golden> runs = Golden.read(record).children("runs");
        try (Model opened = Model.open(model)) {
            for (Golden run : runs) {
                List<Integer> prompt = boxed(run.integers("prompt_tokens"));
                if (run.has("prompt")) {
                    assertThat(
                                    boxed(
                                            opened.tokenizer()
                                                    .encode(
                                                            run.text("prompt"),
                                                            Tokenizer.Special.ADD)))
                            .isEqualTo(prompt);
                }
                Answer answer =
                        opened.generate(
                                Prompt.tokens(prompt),
                                GenerationOptions.GREEDY.toBuilder().maxTokens(maxTokens).build());
                assertThat(answer.tokens())
                        .as("%s after %s", suite, prompt)
                        .isEqualTo(boxed(run.integers(key)));
                passed++;
            }
        }
        Conformance.report("engine " + suite, passed, runs.size());
    }

    private static List<Integer> boxed(int[] tokens) {
        return Arrays.stream(tokens).boxed().toList();
    }
}
