package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.json.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A line for each request, by its id; text only on request. */
class RequestLogTest {
    private static final String BODY = "{\"prompt\":\"a secret word\",\"max_tokens\":2}";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private HttpResponse<String> ask(boolean json, boolean prompts, String id)
            throws IOException, InterruptedException {
        LogOptions log = new LogOptions(lines::add, json, prompts);
        try (TestServer server = TestServer.start(ServerOptions.LOCAL.withLog(log))) {
            HttpRequest request =
                    server.request("/v1/completions")
                            .header("x-request-id", id)
                            .POST(HttpRequest.BodyPublishers.ofString(BODY))
                            .build();
            HttpResponse<String> answer =
                    server.client.send(request, HttpResponse.BodyHandlers.ofString());
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (lines.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(2); // the line follows the answer
            }
            return answer;
        }
    }

    @Test
    void linesOfJsonTellTheRequest() throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(true, false, "my-id.1");
        assertThat(answer.headers().firstValue("x-request-id")).contains("my-id.1");
        assertThat(lines).hasSize(1);
        Map<String, ?> line = Json.parseObject("a line", lines.getFirst());
        assertThat(line.get("id")).isEqualTo("my-id.1");
        assertThat(line.get("method")).isEqualTo("POST");
        assertThat(line.get("path")).isEqualTo("/v1/completions");
        assertThat(line.get("status")).isEqualTo(200L);
        assertThat(lines.getFirst()).doesNotContain("secret");
    }

    @Test
    void makesAnIdWhereTheClientsIsNone() throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(false, false, "no id; \"at all\"");
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        assertThat(id).matches("req_[0-9a-f]{24}");
        assertThat(lines.getFirst()).contains("POST /v1/completions 200").contains(id);
    }

    @Test
    void tellsWhatWasAskedOnlyOnRequest() throws IOException, InterruptedException {
        ask(true, true, "x");
        assertThat(Json.parseObject("a line", lines.getFirst()).get("request")).isEqualTo(BODY);
        lines.clear();
        ask(false, true, "x");
        assertThat(lines.getFirst()).contains("a secret word");
        lines.clear();
        ask(false, false, "x");
        assertThat(lines.getFirst()).doesNotContain("secret");
    }
}
