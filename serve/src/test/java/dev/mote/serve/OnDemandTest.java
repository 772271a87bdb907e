package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.format.json.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Several models behind one server that has room for one. */
class OnDemandTest {
    private static final ModelOptions OPTIONS =
            ModelOptions.DEFAULT.withThreads(1).withContextLength(1024).withBeyondTraining(true);

    private static OfferedModel offer(String id, String file) {
        return OfferedModel.onDemand(
                id,
                1,
                List.of(),
                () -> ServedModel.of(id, Model.open(TestServer.path(file), OPTIONS)));
    }

    /** Room for the larger one alone. */
    private static long roomForOne() {
        try (Model model = Model.open(TestServer.path("llama-bias"), OPTIONS)) {
            return model.description().weightsBytes() + model.memoryNeed(1024).kvBytes() + 1000;
        }
    }

    private static Server start(long bytes) {
        return Server.start(
                List.of(offer("first", "llama-bias"), offer("second", "llama-bias")),
                new MemoryBudget(bytes, Duration.ofMillis(100), Duration.ZERO),
                ServerOptions.LOCAL);
    }

    private final HttpClient client = HttpClient.newHttpClient();

    private static HttpRequest complete(Server server, String model, String further) {
        String body = "{\"model\":\"%s\",\"prompt\":\"hello\"%s}".formatted(model, further);
        return HttpRequest.newBuilder(URI.create(server.uri() + "/v1/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String get(Server server, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server.uri() + path)).build()).body();
    }

    @Test
    void answersByEachModelInTurn() throws IOException, InterruptedException {
        try (Server server = start(roomForOne())) {
            for (String model : List.of("first", "second", "first")) {
                HttpResponse<String> answer = send(complete(server, model, ""));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(Json.parseObject("answer", answer.body()).get("model")).isEqualTo(model);
            }
            assertThat(get(server, "/metrics"))
                    .contains("mote_models_open 1\n")
                    .contains("mote_model_bytes{model=\"first\"}")
                    .contains("mote_model_loads_total 3\n")
                    .contains("mote_model_evictions_total 2\n");
            String list = get(server, "/v1/models");
            assertThat(list).contains("\"loaded\":true").contains("\"loaded\":false");
        }
    }

    @Test
    void refusesAModelWhileAnotherAnswersInItsPlace() throws IOException, InterruptedException {
        try (Server server = start(roomForOne())) {
            CompletableFuture<HttpResponse<Stream<String>>> first =
                    client.sendAsync(
                            complete(
                                    server,
                                    "first",
                                    ",\"stream\":true,\"n\":16,\"max_tokens\":900"),
                            HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = first.join().body()) {
                assertThat(lines.iterator().next()).startsWith("data: ");
                HttpResponse<String> refused = send(complete(server, "second", ""));
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
                assertThat(refused.body()).contains("no_memory_for_model");
                assertThat(refused.headers().firstValue("Retry-After")).contains("5");
            }
        }
    }

    @Test
    void answersCountsAndLogsWhenTheMachineFails() throws IOException, InterruptedException {
        List<String> log = new CopyOnWriteArrayList<>();
        OfferedModel failing =
                OfferedModel.onDemand(
                        "failing",
                        1,
                        List.of(),
                        () -> {
                            throw new InternalError("a fault in a mapped file");
                        });
        try (Server server =
                Server.start(
                        List.of(offer("first", "llama-bias"), failing),
                        MemoryBudget.UNLIMITED,
                        ServerOptions.LOCAL.withLog(log::add))) {
            HttpResponse<String> answer = send(complete(server, "failing", ""));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
            assertThat(answer.body()).contains("internal_error").doesNotContain("mapped");
            assertThat(get(server, "/metrics")).containsPattern("500.*\\} 1\n");
            assertThat(log).anyMatch(line -> line.contains("java.lang.InternalError"));
            assertThat(send(complete(server, "first", "")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void blamesNoRequestForAModelThatCannotBeOpened() throws IOException, InterruptedException {
        List<String> log = new CopyOnWriteArrayList<>();
        OfferedModel failing =
                OfferedModel.onDemand(
                        "failing",
                        1,
                        List.of(),
                        () -> {
                            throw new InvalidOptionException("contextLength", 9999, "at most 64");
                        });
        try (Server server =
                Server.start(
                        List.of(offer("first", "llama-bias"), failing),
                        MemoryBudget.UNLIMITED,
                        ServerOptions.LOCAL.withLog(log::add))) {
            HttpResponse<String> answer = send(complete(server, "failing", ""));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
            assertThat(answer.body()).contains("model_unusable").doesNotContain("contextLength");
        }
        assertThat(log).anyMatch(line -> line.contains("model 'failing'"));
        assertThat(log).anyMatch(line -> line.contains("at most 64"));
    }

    @Test
    void doesNotStartWithoutRoomForTheFirst() {
        assertThatThrownBy(() -> start(1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("model 'first' needs ");
    }
}
