package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.engine.GenerationOptions;
import dev.mote.engine.Model;
import dev.mote.engine.Prompt;
import dev.mote.format.json.Json;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The answers of the OpenAI endpoints are those of the engine. */
class CompletionTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What the engine itself answers, greedily. */
    private static String expected(String prompt, int tokens) {
        return server.chatModel()
                .generate(prompt, GenerationOptions.GREEDY.toBuilder().maxTokens(tokens).build())
                .text();
    }

    private static String expectedChat(String content, int tokens) {
        Model model = server.chatModel();
        int[] prompt =
                model.tokenizer()
                        .encode("[user]" + content + "\n[assistant]", Tokenizer.Special.ADD);
        List<Integer> ids = new ArrayList<>();
        for (int id : prompt) {
            ids.add(id);
        }
        return model.generate(
                        Prompt.tokens(ids),
                        GenerationOptions.GREEDY.toBuilder().maxTokens(tokens).build())
                .text();
    }

    private static String chat(String further) {
        return "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],"
                + "\"temperature\":0,\"max_tokens\":8"
                + further
                + "}";
    }

    private static Map<String, @Nullable Object> choice(
            Map<String, @Nullable Object> answer, int index) {
        return TestServer.map(answer, "choices", index);
    }

    @Test
    void severalAnswersReadTheirPromptOnce() throws IOException, InterruptedException {
        String prompt = "only this test begins like this ".repeat(20);
        String body =
                "{\"model\":\"tiny\",\"prompt\":\"%s\",\"n\":2,\"max_tokens\":4}".formatted(prompt);
        Map<String, @Nullable Object> answer =
                TestServer.json(server.post("/v1/completions", body), 200);
        assertThat(TestServer.list(answer, "choices")).hasSize(2);
        assertThat(TestServer.at(answer, "usage", "prompt_tokens_details", "cached_tokens"))
                .isEqualTo(0L);
        assertThat((Long) TestServer.at(answer, "timings", "cache_n")).isPositive();
    }

    @Test
    void chatAnswersAsTheEngineDoes() throws IOException, InterruptedException {
        Map<String, @Nullable Object> answer =
                TestServer.json(server.post("/v1/chat/completions", chat("")), 200);
        Map<String, @Nullable Object> message = TestServer.map(choice(answer, 0), "message");
        assertThat(message.get("content")).isEqualTo(expectedChat("hello", 8));
        assertThat(choice(answer, 0).get("finish_reason")).isEqualTo("length");
        assertThat(answer.get("object")).isEqualTo("chat.completion");
        assertThat(TestServer.map(answer.get("usage"))).containsKey("prompt_tokens_details");
        assertThat(TestServer.at(answer, "usage", "completion_tokens")).isEqualTo(8L);
        assertThat(TestServer.map(answer.get("timings"))).containsKey("predicted_per_second");
    }

    @Test
    void pathsWorkWithAndWithoutVersion() throws IOException, InterruptedException {
        assertThat(TestServer.json(server.post("/chat/completions", chat("")), 200)).isNotEmpty();
        assertThat(TestServer.json(server.get("/models"), 200))
                .isEqualTo(TestServer.json(server.get("/v1/models"), 200));
        assertThat(TestServer.json(server.get("/v1/models/tiny"), 200)).containsEntry("id", "tiny");
    }

    @Test
    void streamedPiecesAreTheWholeAnswer() throws IOException, InterruptedException {
        List<String> events =
                TestServer.events(
                        server.post(
                                "/v1/chat/completions",
                                chat(
                                        ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")));
        assertThat(events.getLast()).isEqualTo("[DONE]");
        List<Map<String, @Nullable Object>> chunks =
                events.stream()
                        .limit(events.size() - 1L)
                        .map(event -> Json.parseObject("an event", event))
                        .toList();
        String text =
                chunks.stream()
                        .limit(chunks.size() - 1L)
                        .map(chunk -> (Map<?, ?>) choice(chunk, 0).get("delta"))
                        .filter(delta -> delta.get("content") != null)
                        .map(delta -> String.valueOf(delta.get("content")))
                        .collect(Collectors.joining());
        assertThat(text).isEqualTo(expectedChat("hello", 8));
        assertThat((Map<?, ?>) choice(chunks.getFirst(), 0).get("delta"))
                .isEqualTo(Map.of("role", "assistant", "content", ""));
        assertThat(choice(chunks.get(chunks.size() - 2), 0).get("finish_reason"))
                .isEqualTo("length");
        assertThat((List<?>) chunks.getLast().get("choices")).isEmpty();
        assertThat(TestServer.at(chunks.getLast(), "usage", "completion_tokens")).isEqualTo(8L);
    }

    @Test
    void severalChoicesOfOneSeedDifferAndComeAgain() throws IOException, InterruptedException {
        String body =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"max_tokens\":8,"
                        + "\"n\":3,\"seed\":7,\"temperature\":2,\"top_p\":1}";
        Map<String, @Nullable Object> once =
                TestServer.json(server.post("/v1/chat/completions", body), 200);
        Map<String, @Nullable Object> again =
                TestServer.json(server.post("/v1/chat/completions", body), 200);
        assertThat(once.get("choices")).isEqualTo(again.get("choices"));
        assertThat(choice(once, 0).get("message")).isNotEqualTo(choice(once, 1).get("message"));
        assertThat(TestServer.at(once, "usage", "completion_tokens")).isEqualTo(24L);
    }

    @Test
    void logprobsTellTheTokensChosen() throws IOException, InterruptedException {
        Map<String, @Nullable Object> answer =
                TestServer.json(
                        server.post(
                                "/v1/chat/completions",
                                chat(",\"logprobs\":true,\"top_logprobs\":2")),
                        200);
        List<?> content = TestServer.list(choice(answer, 0), "logprobs", "content");
        assertThat(content).hasSize(8);
        Map<String, @Nullable Object> first = TestServer.map(content.getFirst());
        List<?> top = TestServer.list(first, "top_logprobs");
        assertThat(top).hasSize(2);
        assertThat(TestServer.at(top, 0, "logprob")).isEqualTo(first.get("logprob"));
    }

    @Test
    void forbiddenTokensDoNotAppear() throws IOException, InterruptedException {
        Model model = server.chatModel();
        int first =
                model.generate("hello", GenerationOptions.GREEDY.toBuilder().maxTokens(1).build())
                        .tokens()
                        .getFirst();
        String body = "{\"prompt\":\"hello\",\"temperature\":0,\"max_tokens\":1";
        Map<String, @Nullable Object> free =
                TestServer.json(server.post("/v1/completions", body + "}"), 200);
        Map<String, @Nullable Object> biased =
                TestServer.json(
                        server.post(
                                "/v1/completions",
                                body + ",\"logit_bias\":{\"" + first + "\":-100}}"),
                        200);
        assertThat(choice(free, 0).get("text")).isNotEqualTo(choice(biased, 0).get("text"));
    }

    @Test
    void completionsContinueTextsAndTokens() throws IOException, InterruptedException {
        int[] ids = server.chatModel().tokenizer().encode("hello", Tokenizer.Special.ADD);
        String list =
                java.util.Arrays.stream(ids)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",", "[", "]"));
        Map<String, @Nullable Object> answer =
                TestServer.json(
                        server.post(
                                "/v1/completions",
                                "{\"prompt\":[\"hello\","
                                        + list
                                        + "],\"temperature\":0,\"max_tokens\":6}"),
                        200);
        assertThat(choice(answer, 0).get("text")).isEqualTo(expected("hello", 6));
        assertThat(choice(answer, 1).get("text")).isEqualTo(expected("hello", 6));
        assertThat(choice(answer, 1).get("index")).isEqualTo(1L);
    }

    @Test
    void stopsEndTheAnswer() throws IOException, InterruptedException {
        String text = expected("hello", 12);
        String stop = text.substring(3, 5);
        Map<String, @Nullable Object> answer =
                TestServer.json(
                        server.post(
                                "/v1/completions",
                                dev.mote.serve.wire.Reply.jsonText(
                                        Map.of(
                                                "prompt",
                                                "hello",
                                                "temperature",
                                                0,
                                                "max_tokens",
                                                12,
                                                "stop",
                                                stop))),
                        200);
        assertThat(choice(answer, 0).get("text")).isEqualTo(text.substring(0, text.indexOf(stop)));
        assertThat(choice(answer, 0).get("finish_reason")).isEqualTo("stop");
    }

    @Test
    void embeddingsAreThoseOfTheEngine() throws IOException, InterruptedException {
        Map<String, @Nullable Object> answer =
                TestServer.json(
                        server.post(
                                "/v1/embeddings",
                                "{\"model\":\"tiny-bert\",\"input\":[\"a\",\"b"
                                        + " c\"],\"user\":\"u\"}"),
                        200);
        List<?> list = TestServer.list(answer, "data");
        assertThat(list).hasSize(2);
        List<?> vector = TestServer.list(list, 0, "embedding");
        double squares = 0;
        for (Object value : vector) {
            double number = value instanceof Number found ? found.doubleValue() : Double.NaN;
            squares += number * number;
        }
        assertThat(squares).isBetween(0.999, 1.001);
    }

    @Test
    void parametersWithoutEffectAreListed() throws IOException, InterruptedException {
        assertThat(
                        server.post("/v1/chat/completions", chat(",\"user\":\"u\""))
                                .headers()
                                .firstValue("Mote-Ignored-Parameters"))
                .contains("user");
    }

    @Test
    void tokenizesText() throws IOException, InterruptedException {
        Map<String, @Nullable Object> answer =
                TestServer.json(
                        server.post("/tokenize", "{\"content\":\"hello\",\"with_pieces\":true}"),
                        200);
        int[] ids = server.chatModel().tokenizer().encode("hello", Tokenizer.Special.NONE);
        assertThat(answer.get("count")).isEqualTo((long) ids.length);
        assertThat((List<?>) answer.get("pieces")).hasSize(ids.length);
    }
}
