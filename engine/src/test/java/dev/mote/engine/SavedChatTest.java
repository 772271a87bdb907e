package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.kernel.BlockType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;

/** Conversations that go on in another process. */
class SavedChatTest {
    private static final ModelOptions OPTIONS =
            TinyModels.OPTIONS.withContextLength(600).withBeyondTraining(true);

    @TempDir Path folder;

    private static Model open(String name) {
        return Model.open(TinyModels.path(name), OPTIONS);
    }

    private static ChatSession chat(Model model) {
        return model.chat(
                ChatOptions.DEFAULT
                        .withTemplate(TinyModels.TEMPLATE)
                        .withSystemPrompt("Be brief.")
                        .withGeneration(
                                GenerationOptions.builder().greedy().maxTokens(12).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-bias", "gemma2", "olmo2-swa", "lfm2"})
    void goesOnWhereItEnded(String name) throws IOException {
        Path file = folder.resolve("chat");
        Answer expected;
        int tokens;
        try (Model model = open(name);
                ChatSession chat = chat(model)) {
            chat.send("Once upon a time there was a long story. ".repeat(8));
            tokens = chat.contextTokens();
            chat.save(file);
            expected = chat.send("And then?");
        }
        try (Model model = open(name);
                ChatSession chat = chat(model)) {
            chat.restore(file);
            assertThat(chat.messages()).hasSize(2);
            assertThat(chat.contextTokens()).isEqualTo(tokens);
            Answer actual = chat.send("And then?");
            assertThat(actual.tokens()).isEqualTo(expected.tokens());
            assertThat(actual.statistics().cachedTokens())
                    .isEqualTo(expected.statistics().cachedTokens());
        }
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        Path file = saved();
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refusesAnotherModelAndAnotherKvType() throws IOException {
        Path file = saved();
        try (Model model = open("gemma2");
                ChatSession chat = chat(model)) {
            assertThatThrownBy(() -> chat.restore(file))
                    .isInstanceOf(SessionFileException.class)
                    .hasMessage("'" + file + "' was saved with another model");
        }
        try (Model model =
                        Model.open(
                                TinyModels.path("llama-bias"), OPTIONS.withKvType(BlockType.F16));
                ChatSession chat = chat(model)) {
            assertThatThrownBy(() -> chat.restore(file))
                    .isInstanceOf(SessionFileException.class)
                    .hasMessageContaining("has its KV cache in F32, the model is open with F16");
        }
    }

    @Test
    void refusesEveryDamageAndKeepsTheConversation() throws Exception {
        Path file = saved();
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(5);
        Path damaged = folder.resolve("damaged");
        try (Model model = open("llama-bias");
                ChatSession chat = chat(model)) {
            chat.send("Hello");
            for (int i = 0; i < 400; i++) {
                byte[] bytes =
                        i % 3 == 0
                                ? Arrays.copyOf(whole, random.nextInt(whole.length))
                                : whole.clone();
                int at = random.nextInt(Math.min(bytes.length, 600) + 1);
                if (at < bytes.length) {
                    bytes[at] ^= (byte) (1 + random.nextInt(255));
                }
                if (i % 2 == 0 && bytes.length > 40) {
                    sign(bytes); // an attacker can
                }
                Files.write(damaged, bytes);
                try {
                    chat.restore(damaged);
                } catch (SessionFileException e) {
                    assertThat(e).hasMessageStartingWith("'" + damaged + "' ");
                }
            }
            chat.restore(file);
            assertThat(chat.messages()).hasSize(2);
            assertThat(chat.send("Hello").tokens()).isNotEmpty();
        }
    }

    private static void sign(byte[] bytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(bytes, 0, bytes.length - 32);
        System.arraycopy(digest.digest(), 0, bytes, bytes.length - 32, 32);
    }

    private Path saved() throws IOException {
        Path file = folder.resolve("chat");
        try (Model model = open("llama-bias");
                ChatSession chat = chat(model)) {
            chat.send("Once upon a time");
            chat.save(file);
        }
        return file;
    }

    @Test
    void whatWasReadWithoutAdapterIsNotTakenForWhatIsReadWithOne() throws IOException {
        Path file = saved();
        try (Model model = open("llama-bias");
                ChatSession chat = chat(model)) {
            model.loadAdapter("one", TinyAdapter.write(folder.resolve("1.gguf"), 1));
            GenerationOptions adapted =
                    GenerationOptions.builder().greedy().maxTokens(4).adapter("one", 1).build();
            chat.stream("Hello", adapted, new CancellationToken()).answer();
            chat.restore(file);
            Answer answer = chat.stream("And then?", adapted, new CancellationToken()).answer();
            assertThat(answer.statistics().cachedTokens()).isZero();
        }
    }
}
