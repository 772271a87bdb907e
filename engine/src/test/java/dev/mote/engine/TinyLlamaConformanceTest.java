package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mote.testing.Conformance;
import dev.mote.testing.Golden;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The default model against its goldens, where it was downloaded: the file that system property
 * {@code mote.tinyllama} names, or the one in the store under MOTE_HOME.
 */
class TinyLlamaConformanceTest {
    private static final String DIGEST =
            "9ee11adf737960ff06123d5c4fba24d12c5b05ba460a7afa88950fbf2b61add0";

    @Test
    void rendersTokenizesAndAnswersAsTheReferenceDoes() throws IOException {
        Optional<Path> record = Conformance.file("golden/real/tinyllama.json");
        Optional<Path> file = tinyLlama();
        if (file.isEmpty() || record.isEmpty()) {
            skipped("engine tinyllama conversations");
            return;
        }
        int answers = 0;
        int agreeing = 0;
        List<Golden> conversations = Golden.read(record.get()).children("conversations");
        try (Model model = Model.open(file.get())) {
            ChatPrompt prompt = ChatPrompt.of(model.runtime(), "", Map.of());
            for (Golden conversation : conversations) {
                List<ChatMessage> messages =
                        conversation.children("messages").stream()
                                .map(m -> new ChatMessage(m.text("role"), m.text("content")))
                                .toList();
                assertThat(prompt.text(messages)).isEqualTo(conversation.text("rendered"));
                assertThat(prompt.tokens(messages)).isEqualTo(conversation.integers("tokens"));
                if (conversation.bool("all_implementations_agree")) {
                    agreeing++;
                    Answer answer =
                            model.generate(
                                    Prompt.chat(messages),
                                    GenerationOptions.GREEDY.toBuilder().maxTokens(48).build());
                    requireGreedy(answer, conversation);
                    answers++;
                }
            }
        }
        Conformance.report("engine tinyllama prompts", conversations.size(), conversations.size());
        Conformance.report("engine tinyllama answers", answers, agreeing);
    }

    /**
     * The reference's tokens, up to one that the reference itself hardly decides: backends round
     * activations to 8 bits, and a margin below twice what llama.cpp's rounding moves logits is a
     * tie.
     */
    private static void requireGreedy(Answer answer, Golden conversation) {
        int[] expected = conversation.integers("greedy_reference");
        int[] tokens = answer.tokens().stream().mapToInt(Integer::intValue).toArray();
        int difference = Arrays.mismatch(tokens, expected);
        if (difference >= 0) {
            double moved =
                    conversation.child("spread_vs_reference").child("b9888_stock").number("rms");
            assertThat(difference).as("'%s'", answer.text()).isLessThan(tokens.length);
            assertThat(conversation.numbers("margin_reference")[difference])
                    .as("margin of token %d of '%s'", difference, answer.text())
                    .isLessThan(2 * moved);
        }
    }

    @Test
    void perplexityIsThatOfTheReference() throws IOException {
        Optional<Path> text = Conformance.file("golden/real/ppl.txt");
        Optional<Path> file = tinyLlama();
        if (file.isEmpty() || text.isEmpty()) {
            skipped("engine tinyllama perplexity");
            return;
        }
        try (Model model = Model.open(file.get())) {
            Perplexity.Result result =
                    Perplexity.measure(
                            model, Files.readString(text.get()), 512, (done, total) -> {});
            assertThat(result.scoredTokens()).isEqualTo(1020);
            assertThat(result.perplexity()).isCloseTo(6.30, within(6.30 * 0.025));
        }
        Conformance.report("engine tinyllama perplexity", 1, 1);
    }

    private static void skipped(String suite) {
        Conformance.skipped(
                suite,
                "the default model or its goldens are not here; fetch it with mote pull, or name it"
                        + " with -Dtest.jvm.options=-Dmote.tinyllama=FILE");
    }

    private static Optional<Path> tinyLlama() throws IOException {
        String named = System.getProperty("mote.tinyllama", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        String home = System.getenv().getOrDefault("MOTE_HOME", "");
        Path store =
                home.isEmpty() ? Path.of(System.getProperty("user.home"), ".mote") : Path.of(home);
        Path folder = store.resolve("models/sha256").resolve(DIGEST);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(".gguf")).findFirst();
        }
    }
}
