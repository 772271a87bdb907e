package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.engine.GenerationOptions;
import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.format.TensorInfo;
import dev.mote.format.gguf.GgufValueType;
import dev.mote.format.gguf.GgufWriter;
import dev.mote.format.json.Json;
import dev.mote.kernel.BlockType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Requests choose an adapter by the name of their model. */
class AdapterServingTest {
    @TempDir Path folder;

    @Test
    void answersWithTheAdapterThatTheModelsNameSays() throws Exception {
        try (Model model =
                Model.open(TestServer.path("llama-bias"), ModelOptions.DEFAULT.withThreads(1))) {
            model.loadAdapter("odd", adapter(folder.resolve("odd.gguf")));
            GenerationOptions options = GenerationOptions.GREEDY.toBuilder().maxTokens(12).build();
            String plain = model.generate("hello", options).text();
            String odd =
                    model.generate("hello", options.toBuilder().adapter("odd", 1).build()).text();
            assertThat(odd).isNotEqualTo(plain);

            ServedModel base = new ServedModel("tiny", model, Optional.empty());
            try (Server server =
                            Server.start(List.of(base, base.adapted("odd")), ServerOptions.LOCAL);
                    HttpClient client = HttpClient.newHttpClient()) {
                assertThat(completion(client, server, "tiny")).isEqualTo(plain);
                assertThat(completion(client, server, "tiny:odd")).isEqualTo(odd);
                assertThat(completion(client, server, "tiny")).isEqualTo(plain);
                String rerank = "{\"model\":\"tiny:odd\",\"query\":\"a\",\"documents\":[\"b\"]}";
                HttpResponse<String> refused =
                        client.send(
                                HttpRequest.newBuilder(URI.create(server.uri() + "/v1/rerank"))
                                        .POST(HttpRequest.BodyPublishers.ofString(rerank))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(refused.statusCode()).isEqualTo(400);
                assertThat(refused.body()).contains("names an adapter");
            }
        }
    }

    private static String completion(HttpClient client, Server server, String model)
            throws IOException, InterruptedException {
        String body =
                """
                {"model": "%s", "prompt": "hello", "max_tokens": 12, "temperature": 0}\
                """
                        .formatted(model);
        HttpResponse<String> response =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.uri() + "/v1/completions"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Map<String, ?> json = Json.parseObject("the answer", response.body());
        assertThat(json.get("model")).isEqualTo(model);
        return String.valueOf(TestServer.at(json, "choices", 0, "text"));
    }

    private static Path adapter(Path file) {
        Random random = new Random(1);
        GgufWriter writer = new GgufWriter();
        writer.put("general.type", GgufValueType.STRING, "adapter");
        writer.put("adapter.type", GgufValueType.STRING, "lora");
        writer.put("general.architecture", GgufValueType.STRING, "llama");
        for (String name : List.of("blk.0.attn_output", "blk.1.attn_output")) {
            put(writer, name + ".weight.lora_a", random, 4, 64);
            put(writer, name + ".weight.lora_b", random, 64, 4);
        }
        writer.write(file, (tensor, done, total) -> {});
        return file;
    }

    private static void put(GgufWriter writer, String name, Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * 0.5);
        }
        MemorySegment bytes = Arena.ofAuto().allocate(4L * values.length, 64);
        MemorySegment.copy(values, 0, bytes, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values.length);
        writer.tensor(
                new TensorInfo(name, BlockType.F32, List.of(rows, columns), 4L * values.length),
                bytes);
    }
}
