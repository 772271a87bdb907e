package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.testing.Conformance;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The requests on the page about the server work. */
class ServerPageTest {
    private static final Pattern REQUEST =
            Pattern.compile("```http\nPOST (\\S+)\n(.*?)```", Pattern.DOTALL);

    @Test
    void theRequestsOfThePageAreAnswered() throws IOException, InterruptedException {
        String page = Files.readString(Conformance.root().resolve("docs/server.md"));
        try (TestServer server = TestServer.start()) {
            Matcher requests = REQUEST.matcher(page);
            int count = 0;
            while (requests.find()) {
                String body =
                        requests.group(2)
                                .replace("\"embedder\"", "\"" + TestServer.EMBEDDING + "\"");
                HttpResponse<String> answer = server.post(requests.group(1), body);
                if (body.contains("\"ranker\"")) { // which VectorTest has
                    assertThat(TestServer.error(answer, 404).get("code"))
                            .isEqualTo("model_not_found");
                } else {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                }
                count++;
            }
            assertThat(count).isEqualTo(5);
        }
    }
}
