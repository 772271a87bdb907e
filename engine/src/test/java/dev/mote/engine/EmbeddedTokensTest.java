package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;
import dev.mote.format.gguf.GgufFile;
import dev.mote.format.gguf.GgufValueType;
import dev.mote.format.gguf.GgufWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class EmbeddedTokensTest {
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;

    @TempDir Path folder;

    /** The tiny model with one token more than it has embeddings for. */
    private Path withOneTokenMore(int type) {
        Path path = folder.resolve("more-" + type + ".gguf");
        try (GgufFile file = GgufFile.open(TinyModels.path(TinyModels.LLAMA))) {
            List<String> pieces =
                    new ArrayList<>(file.metadata().strings("tokenizer.ggml.tokens").orElseThrow());
            pieces.add("<more>");
            List<Integer> types =
                    new ArrayList<>(
                            Arrays.stream(
                                            file.metadata()
                                                    .integers("tokenizer.ggml.token_type")
                                                    .orElseThrow())
                                    .boxed()
                                    .toList());
            types.add(type);
            GgufWriter writer = new GgufWriter().putAll(file);
            writer.putArray("tokenizer.ggml.tokens", GgufValueType.STRING, pieces);
            writer.putArray("tokenizer.ggml.token_type", GgufValueType.INT32, types);
            file.metadata()
                    .numbers("tokenizer.ggml.scores")
                    .ifPresent(scores -> {
                        List<Float> more = new ArrayList<>();
                        for (float score : scores) {
                            more.add(score);
                        }
                        more.add(0f);
                        writer.putArray("tokenizer.ggml.scores", GgufValueType.FLOAT32, more);
                    });
            file.tensors().forEach((name, tensor) -> writer.tensor(tensor, file.data(name)));
            writer.write(path, (tensor, written, total) -> {});
        }
        return path;
    }

    @Test
    void refusesAModelWhoseTextCanBecomeATokenWithoutAnEmbedding() {
        assertThatThrownBy(() -> Model.open(withOneTokenMore(NORMAL), TinyModels.OPTIONS))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("more-1.gguf")
                .hasMessageContaining(
                        "its tokenizer has 321 tokens, its network embeddings for 320")
                .hasMessageContaining("token 320 '<more>'");
    }

    @Test
    void readsWithSpecialTokensLeftOverUntilOneIsUsed() {
        try (Model model = Model.open(withOneTokenMore(CONTROL), TinyModels.OPTIONS)) {
            GenerationOptions one = GenerationOptions.GREEDY.toBuilder().maxTokens(1).build();
            assertThat(model.generate("<more>", one).tokens()).hasSize(1);
            ChatOptions usingIt = ChatOptions.DEFAULT.withTemplate("<more>{{ messages }}");
            try (ChatSession chat = model.chat(usingIt)) {
                assertThatThrownBy(() -> chat.send("a"))
                        .isInstanceOf(ModelFormatException.class)
                        .hasMessageContaining("token 320 '<more>' has none");
            }
        }
    }
}
