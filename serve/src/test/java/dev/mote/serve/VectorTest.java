package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.format.TensorInfo;
import dev.mote.format.gguf.GgufFile;
import dev.mote.format.gguf.GgufValueType;
import dev.mote.format.gguf.GgufWriter;
import dev.mote.kernel.BlockType;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Embeddings in all their forms, and the ranks of documents. */
class VectorTest {
    @TempDir Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> post(Server server, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.uri() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Server serve(Model model) {
        return Server.start(List.of(ServedModel.of("m", model)), ServerOptions.LOCAL);
    }

    private static Model embedder() {
        return Model.open(TestServer.path("bert-mean"), ModelOptions.DEFAULT.withThreads(1));
    }

    private Map<String, @Nullable Object> embed(Server server, String fields)
            throws IOException, InterruptedException {
        return TestServer.json(post(server, "/v1/embeddings", "{" + fields + "}"), 200);
    }

    private static float[] floats(Map<String, @Nullable Object> answer, int index) {
        List<?> values = TestServer.list(answer, "data", index, "embedding");
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i) instanceof Number number ? number.floatValue() : Float.NaN;
        }
        return floats;
    }

    @Test
    void tokensAreEmbeddedAsTheirTextIs() throws IOException, InterruptedException {
        try (Model model = embedder();
                Server server = serve(model)) {
            int[] ids = model.tokenizer().encode("a pump", Tokenizer.Special.ADD);
            String list = Arrays.toString(ids);
            float[] expected = model.embed("a pump");
            for (String input : List.of("\"a pump\"", list, "[" + list + "]", "[\"a pump\"]")) {
                assertThat(floats(embed(server, "\"input\":" + input), 0))
                        .containsExactly(expected, within(1e-6f));
            }
            Map<?, ?> error =
                    TestServer.error(post(server, "/v1/embeddings", "{\"input\":[-1]}"), 400);
            assertThat(error.get("param")).isEqualTo("input");
        }
    }

    @Test
    void base64HoldsTheSameNumbers() throws IOException, InterruptedException {
        try (Model model = embedder();
                Server server = serve(model)) {
            Map<String, @Nullable Object> answer =
                    embed(server, "\"input\":\"a pump\",\"encoding_format\":\"base64\"");
            byte[] bytes =
                    Base64.getDecoder()
                            .decode(String.valueOf(TestServer.at(answer, "data", 0, "embedding")));
            float[] values = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            assertThat(values).containsExactly(model.embed("a pump"), within(1e-6f));
        }
    }

    @Test
    void fewerDimensionsAreTheFirstAndHaveLengthOneAgain()
            throws IOException, InterruptedException {
        try (Model model = embedder();
                Server server = serve(model)) {
            float[] whole = model.embed("a pump");
            float[] cut = floats(embed(server, "\"input\":\"a pump\",\"dimensions\":8"), 0);
            double squares = 0;
            double expected = 0;
            for (int i = 0; i < cut.length; i++) {
                squares += (double) cut[i] * cut[i];
                expected += (double) whole[i] * whole[i];
            }
            assertThat(cut).hasSize(8);
            assertThat(squares).isCloseTo(1, within(1e-5));
            assertThat(cut[3]).isCloseTo((float) (whole[3] / Math.sqrt(expected)), within(1e-5f));
        }
    }

    /** A golden encoder with a classifier that looks at one number of the first state. */
    private Path ranker() {
        Path target = folder.resolve("ranker.gguf");
        try (GgufFile source = GgufFile.open(TestServer.path("bert-mean"))) {
            int hidden =
                    source.metadata().value("bert.embedding_length").orElseThrow()
                                    instanceof Number width
                            ? width.intValue()
                            : 0;
            GgufWriter writer = new GgufWriter().putAll(source);
            writer.removeAll("bert.pooling_type");
            writer.put("bert.pooling_type", GgufValueType.UINT32, 4L);
            source.tensors().values().forEach(t -> writer.tensor(t, source.data(t.name())));
            MemorySegment weight = Arena.ofAuto().allocate(4L * hidden, 64);
            weight.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 0, 1f);
            writer.tensor(
                    new TensorInfo(
                            "cls.output.weight", BlockType.F32, List.of(1, hidden), 4L * hidden),
                    weight);
            writer.write(target, (tensor, done, total) -> {});
        }
        return target;
    }

    @Test
    void ranksDocumentsAsTheEngineScoresThem() throws IOException, InterruptedException {
        try (Model model = Model.open(ranker(), ModelOptions.DEFAULT.withThreads(1));
                Server server = serve(model)) {
            List<String> documents = List.of("a pump", "a valve", "the sea", "oil");
            double[] scores = model.rerank("pump", documents);
            String body =
                    """
                    {"query":"pump","documents":["a pump",{"text":"a valve"},"the sea","oil"],\
                    "top_n":3,"return_documents":true}\
                    """;
            Map<String, @Nullable Object> answer =
                    TestServer.json(post(server, "/v1/rerank", body), 200);
            List<?> results = TestServer.list(answer, "results");
            assertThat(results).hasSize(3);
            double last = 1;
            for (int i = 0; i < results.size(); i++) {
                int index = number(TestServer.at(results, i, "index")).intValue();
                double score = number(TestServer.at(results, i, "relevance_score")).doubleValue();
                assertThat(score).isCloseTo(scores[index], within(1e-6)).isLessThanOrEqualTo(last);
                assertThat(TestServer.at(results, i, "document", "text"))
                        .isEqualTo(documents.get(index));
                last = score;
            }
            assertThat(TestServer.json(post(server, "/rerank", body), 200)).containsKey("usage");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"documents\":[\"a\"]|query|missing_parameter",
                "\"query\":\"q\"|documents|missing_parameter",
                "\"query\":\"q\",\"documents\":[]|documents|invalid_value",
                "\"query\":\"q\",\"documents\":[1]|documents[0]|invalid_type",
                "\"query\":\"q\",\"documents\":[\"a\"],\"top_n\":0|top_n|invalid_value",
                "\"query\":\"q\",\"documents\":[\"a\"],\"max_chunks_per_doc\":2|max_chunks_per_doc"
                        + "|unsupported_parameter",
                "\"query\":\"q\",\"documents\":[\"a\"],\"frobnicate\":2|frobnicate"
                        + "|unknown_parameter",
                "\"query\":\"q\",\"documents\":[\"a\"]|model|unsupported_by_model",
            })
    void namesTheParameterAtFault(String fields, String parameter, String code)
            throws IOException, InterruptedException {
        try (Model model = embedder();
                Server server = serve(model)) {
            Map<?, ?> error = TestServer.error(post(server, "/v1/rerank", "{" + fields + "}"), 400);
            assertThat(error.get("param")).as("%s", error).isEqualTo(parameter);
            assertThat(error.get("code")).isEqualTo(code);
        }
    }

    private static Number number(@Nullable Object value) {
        return (Number) Objects.requireNonNull(value);
    }
}
