package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.serve.access.KeyHash;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;

/** Who shares beginnings of prompts, and who must not notice that somebody else does. */
class PrefixIsolationTest {
    private static final String FIRST = "first-key-0123456789-abcdef";
    private static final String SECOND = "second-key-0123456789-abcdef";
    private static final String PROMPT = "One upon a time there was a tiny model. ".repeat(6);

    @Test
    void requestsOfOneKeyShareAndOthersDoNot() throws Exception {
        ServerOptions options =
                ServerOptions.LOCAL.withKeys(List.of(KeyHash.of(FIRST), KeyHash.of(SECOND)));
        try (TestServer server = TestServer.start(options)) {
            assertThat(cached(server, FIRST, "")).isZero();
            assertThat(cached(server, FIRST, "")).isPositive();
            assertThat(cached(server, SECOND, "")).isZero();
            assertThat(cached(server, FIRST, ",\"cache_salt\":\"tenant\"")).isZero();
            assertThat(cached(server, FIRST, ",\"cache_salt\":\"tenant\"")).isPositive();
        }
    }

    @Test
    void theSaltIsBounded() throws Exception {
        try (TestServer server = TestServer.start()) {
            String salt = ",\"cache_salt\":\"" + "x".repeat(257) + '"';
            TestServer.error(post(server, FIRST, salt), 400);
        }
    }

    private static int cached(TestServer server, String key, String more) throws Exception {
        Object usage =
                TestServer.at(
                        TestServer.json(post(server, key, more), 200),
                        "usage",
                        "prompt_tokens_details",
                        "cached_tokens");
        return ((Number) Objects.requireNonNull(usage)).intValue();
    }

    private static HttpResponse<String> post(TestServer server, String key, String more)
            throws IOException, InterruptedException {
        String body =
                "{\"model\":\"tiny\",\"max_tokens\":2,\"prompt\":\"%s\"%s}".formatted(PROMPT, more);
        return server.client.send(
                server.request("/v1/completions")
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
