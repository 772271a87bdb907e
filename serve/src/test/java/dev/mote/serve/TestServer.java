package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.format.json.Json;
import dev.mote.kernel.BlockType;
import dev.mote.testing.Conformance;
import dev.mote.text.template.ChatTemplate;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a free port with tiny models of random weights, and a client of the JDK's. */
final class TestServer implements AutoCloseable {
    /** A chat template in the manner of many. */
    static final String TEMPLATE =
            "{% if tools %}{{ tools | tojson }} Answer <tool_call>.\n"
                    + "{% endif %}{% for message in messages %}[{{ message['role'] }}]{{"
                    + " message['content'] }}\n"
                    + "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}";

    static final String CHAT = "tiny";
    static final String EMBEDDING = "tiny-bert";

    final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    final List<String> log = new CopyOnWriteArrayList<>();
    final Server server;
    private final List<ServedModel> models;

    private TestServer(ServerOptions options, String template) {
        models =
                List.of(
                        new ServedModel(
                                CHAT,
                                open("llama-bias"),
                                Optional.of(ChatTemplate.compile(template))),
                        ServedModel.of(EMBEDDING, open("bert-mean")));
        boolean own = options.log().equals(LogOptions.NONE);
        server = Server.start(models, own ? options.withLog(log::add) : options);
    }

    static TestServer start() {
        return new TestServer(ServerOptions.LOCAL, TEMPLATE);
    }

    static TestServer start(ServerOptions options) {
        return new TestServer(options, TEMPLATE);
    }

    /** One whose model begins every answer inside its reasoning. */
    static TestServer thinking() {
        return new TestServer(ServerOptions.LOCAL, TEMPLATE + "<think>");
    }

    private static Model open(String name) {
        return Model.open(
                path(name),
                ModelOptions.DEFAULT
                        .withThreads(1)
                        .withKvType(BlockType.F32)
                        .withContextLength(1024)
                        .withBeyondTraining(true));
    }

    static Path path(String name) {
        String file = "golden/models/" + name + ".gguf";
        assertThat(Conformance.file(file)).as("the trimmed copy holds %s", file).isPresent();
        return Conformance.file(file).orElseThrow();
    }

    /** A request is counted and logged after its answer is out; waits until that has happened. */
    void awaitLines(int count) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (log.size() < count && System.nanoTime() < end) {
            Thread.sleep(5);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.uri() + path))
                .timeout(Duration.ofSeconds(60));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The body of an answer that must have a status. */
    static Map<String, @Nullable Object> json(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Json.parseObject("the answer", response.body());
    }

    /** What lies in a JSON value behind names and indices; it must be there. */
    static @Nullable Object at(@Nullable Object value, Object... path) {
        @Nullable Object found = value;
        for (Object step : path) {
            found =
                    switch (step) {
                        case Integer index -> list(found).get(index);
                        default -> map(found).get(step);
                    };
        }
        return found;
    }

    /** An object in a JSON value. */
    @SuppressWarnings("unchecked") // the parser makes no other maps
    static Map<String, @Nullable Object> map(@Nullable Object value, Object... path) {
        if (at(value, path) instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new AssertionError("no object at " + List.of(path) + " in " + value);
    }

    /** A list in a JSON value. */
    static List<?> list(@Nullable Object value, Object... path) {
        if (at(value, path) instanceof List<?> list) {
            return list;
        }
        throw new AssertionError("no list at " + List.of(path) + " in " + value);
    }

    /** The error object of an answer that must have a status. */
    static Map<String, @Nullable Object> error(HttpResponse<String> response, int status) {
        return map(json(response, status), "error");
    }

    /** The data of each event, in order. */
    static List<String> events(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    Model chatModel() {
        return models.getFirst().model();
    }

    @Override
    public void close() {
        server.close();
        client.close();
        models.forEach(model -> model.model().close());
    }
}
