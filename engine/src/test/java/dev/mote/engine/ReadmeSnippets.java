package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/** The programs README quotes, run on tiny models. The regions are what README shows. */
class ReadmeSnippets {
    private final Path file = TinyModels.path(TinyModels.LLAMA);

    @Test
    void generates() {
        // @start region="generate"
        try (Model model = Model.open(file)) {
            System.out.println(model.generate("Once upon a time"));
        }
        // @end
    }

    @Test
    void streams() {
        StringBuilder out = new StringBuilder();
        // @start region="stream"
        try (Model model = Model.open(file)) {
            var options =
                    GenerationOptions.builder()
                            .maxTokens(50)
                            .temperature(0.7)
                            .topP(0.9)
                            .seed(42)
                            .stops("\n\n")
                            .build();
            var prompt = Prompt.text("Once upon a time");
            Answer answer =
                    model.generate(
                            prompt, options, new CancellationToken(), e -> out.append(e.text()));
            GenerationStatistics statistics = answer.statistics();
            System.out.printf(
                    "%s after %d tokens, %.1f tokens/s, first after %.0f ms%n",
                    answer.finishReason(),
                    statistics.answerTokens(),
                    statistics.decodeTokensPerSecond(),
                    statistics.timeToFirstTokenMs());
        }
        // @end
        assertThat(out).isNotEmpty();
    }

    @Test
    void streamsByIteration() {
        // @start region="iterate"
        try (Model model = Model.open(file);
                Generation generation =
                        model.stream(Prompt.text("Once upon a time"), GenerationOptions.GREEDY)) {
            while (generation.hasNext()) {
                switch (generation.next()) {
                    case GenerationEvent.Prefilled p ->
                            System.err.printf("read %d of %d%n", p.tokens(), p.total());
                    case GenerationEvent.Token token -> System.out.print(token.text());
                    case GenerationEvent.Finished end -> System.out.println(end.text());
                }
            }
        }
        // @end
    }

    @Test
    void chats() {
        // The tiny model has no chat template of its own; README leaves this line out.
        ChatOptions chatOptions = ChatOptions.DEFAULT.withTemplate(TinyModels.TEMPLATE);
        // @start region="chat"
        try (Model model = Model.open(file);
                ChatSession chat = model.chat(chatOptions.withSystemPrompt("Answer briefly."))) {
            System.out.println(chat.send("What is a heat pump?").text());
            Answer second = chat.send("And why is it efficient?");
            System.out.println(second.text());
            System.out.println(second.statistics().cachedTokens() + " tokens were not read again");
        }
        // @end
    }

    @Test
    void cancels() throws InterruptedException {
        // @start region="cancel"
        try (Model model = Model.open(file)) {
            CancellationToken cancellation = new CancellationToken();
            Thread impatient = Thread.ofVirtual().start(cancellation::cancel);
            Answer answer =
                    model.generate(
                            Prompt.text("Once upon a time"),
                            GenerationOptions.DEFAULT,
                            cancellation,
                            event -> {});
            System.out.println(answer.finishReason() + ": " + answer.text());
            impatient.join();
        }
        // @end
    }

    @Test
    void embeds() {
        Path embeddingFile = TinyModels.path("bert-mean");
        // @start region="embed"
        try (Model model = Model.open(embeddingFile)) {
            List<float[]> vectors = model.embed(List.of("a pump", "a valve"));
            double similarity = 0; // the vectors have length 1: the dot product is the cosine
            for (int i = 0; i < vectors.getFirst().length; i++) {
                similarity += vectors.getFirst()[i] * vectors.getLast()[i];
            }
            System.out.printf("%.3f%n", similarity);
        }
        // @end
        // @start region="tokens"
        try (Model model = Model.open(embeddingFile)) {
            System.out.println(model.tokenCount("How many tokens is this?"));
        }
        // @end
    }
}
