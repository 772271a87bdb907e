package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.format.ModelFormatException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

class LoraAdapterTest {
    private static final Prompt PROMPT = Prompt.tokens(List.of(6, 27, 301, 201, 54, 41, 16, 113));
    private static final GenerationOptions BASE =
            GenerationOptions.GREEDY.toBuilder().maxTokens(24).build();

    @TempDir Path folder;

    private static GenerationOptions with(String name, double scale) {
        return BASE.toBuilder().adapter(name, scale).build();
    }

    @Test
    void switchesFromAnswerToAnswer() {
        try (Model model = TinyModels.llama()) {
            List<Integer> plain = model.generate(PROMPT, BASE).tokens();
            model.loadAdapter("one", TinyAdapter.write(folder.resolve("1.gguf"), 1));
            model.loadAdapter("two", TinyAdapter.write(folder.resolve("2.gguf"), 2));

            List<Integer> one = model.generate(PROMPT, with("one", 1)).tokens();
            List<Integer> two = model.generate(PROMPT, with("two", 1)).tokens();
            List<Integer> both =
                    model.generate(PROMPT, with("one", 1).toBuilder().adapter("two", 1).build())
                            .tokens();

            assertThat(List.of(plain, one, two, both)).doesNotHaveDuplicates();
            assertThat(model.generate(PROMPT, with("one", 0)).tokens()).isEqualTo(plain);
            assertThat(model.generate(PROMPT, with("one", 1)).tokens()).isEqualTo(one);
            assertThat(model.generate(PROMPT, BASE).tokens()).isEqualTo(plain);
            assertThat(model.adapters())
                    .extracting(LoraAdapter::name)
                    .containsExactly("one", "two");
        }
    }

    @Test
    void answersOfDifferentAdaptersAtTheSameTimeAreAsAlone() throws Exception {
        try (Model model = TinyModels.llama();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            model.loadAdapter("one", TinyAdapter.write(folder.resolve("1.gguf"), 1));
            model.loadAdapter("two", TinyAdapter.write(folder.resolve("2.gguf"), 2));
            List<GenerationOptions> wishes =
                    List.of(
                            with("one", 1),
                            BASE,
                            with("two", 1),
                            with("one", 1),
                            with("one", 0.5),
                            with("two", 1));
            List<List<Integer>> alone = new ArrayList<>();
            for (GenerationOptions wish : wishes) {
                alone.add(model.generate(PROMPT, wish).tokens());
            }

            List<Future<List<Integer>>> together = new ArrayList<>();
            for (GenerationOptions wish : wishes) {
                together.add(threads.submit(() -> model.generate(PROMPT, wish).tokens()));
            }

            for (int i = 0; i < wishes.size(); i++) {
                assertThat(together.get(i).get()).as("answer %d", i).isEqualTo(alone.get(i));
            }
        }
    }

    @Test
    void aChatThatChangesItsAdapterReadsEverythingAnew() {
        try (Model model = TinyModels.llama()) {
            model.loadAdapter("one", TinyAdapter.write(folder.resolve("1.gguf"), 1));
            ChatOptions options =
                    ChatOptions.DEFAULT.withTemplate(TinyModels.TEMPLATE).withGeneration(BASE);
            try (ChatSession chat = model.chat(options)) {
                chat.send("hello");
                Answer second =
                        chat.stream("more", with("one", 1), new CancellationToken()).answer();
                Answer third =
                        chat.stream("more", with("one", 1), new CancellationToken()).answer();

                assertThat(second.statistics().cachedTokens()).isZero();
                assertThat(third.statistics().cachedTokens()).isPositive();
            }
        }
    }

    @Test
    void refusesNamesThatAreUnknownOrTaken() {
        try (Model model = TinyModels.llama()) {
            assertThatThrownBy(() -> model.generate(PROMPT, with("one", 1)))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessage("adapter is 'one'; it must be loaded into the model first");
            Path file = TinyAdapter.write(folder.resolve("1.gguf"), 1);
            model.loadAdapter("one", file);
            assertThatThrownBy(() -> model.generate(PROMPT, with("two", 1)))
                    .hasMessage("adapter is 'two'; it must be one of one");
            assertThatThrownBy(() -> model.loadAdapter("one", file))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageContaining("one that no other adapter of the model has");
            assertThatThrownBy(() -> model.loadAdapter(" ", file))
                    .hasMessageContaining("1 to 128 characters");
            assertThatThrownBy(() -> with("one", Double.NaN))
                    .hasMessage("scale of adapter 'one' is NaN; it must be between -1e6 and 1e6");
        }
    }

    @Test
    void refusesAModelAsAdapterAndAnAdapterAsModel() {
        try (Model model = TinyModels.llama()) {
            Path file = TinyModels.path(TinyModels.LLAMA);
            assertThatThrownBy(() -> model.loadAdapter("one", file))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("is a model, an adapter (general.type) was expected");
            assertThat(model.adapters()).isEmpty();
        }
        Path adapter = TinyAdapter.write(folder.resolve("1.gguf"), 1);
        assertThatThrownBy(() -> Model.open(adapter, TinyModels.OPTIONS).close())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("is an adapter; open the model that it changes");
    }

    @Test
    void unloadingEndsTheAnswersThatUseItAndNoOthers() {
        try (Model model = TinyModels.llama()) {
            LoraAdapter one =
                    model.loadAdapter("one", TinyAdapter.write(folder.resolve("1.gguf"), 1));
            try (Generation user = model.stream(PROMPT, with("one", 1));
                    Generation other = model.stream(PROMPT, BASE)) {
                user.next();
                other.next();
                one.close();
                one.close();

                assertThatThrownBy(() -> user.forEachRemaining(event -> {}))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is closed");
                assertThat(other.answer().tokens()).hasSize(24);
            }
            assertThat(model.adapters()).isEmpty();
            model.loadAdapter("one", TinyAdapter.write(folder.resolve("1.gguf"), 2));
            assertThat(model.generate(PROMPT, with("one", 1)).tokens()).hasSize(24);
        }
    }

    @Test
    void anAdapterCutShortEndsTheAnswersThatUseIt() throws Exception {
        try (Model model = TinyModels.llama()) {
            Path file = TinyAdapter.write(folder.resolve("1.gguf"), 1);
            model.loadAdapter("one", file);
            try (Generation user = model.stream(PROMPT, with("one", 1))) {
                user.next();
                try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                    cut.setLength(1000);
                }
                assertThatThrownBy(() -> user.forEachRemaining(event -> {}))
                        .isInstanceOf(ModelFormatException.class)
                        .hasMessageContaining("1.gguf");
            }
            assertThat(model.generate(PROMPT, BASE).tokens()).hasSize(24);
        }
    }

    @Test
    void anAdapterUnloadedWhileAnAnswerBeginsEndsOrRefusesIt() throws Exception {
        Path file = TinyAdapter.write(folder.resolve("1.gguf"), 1);
        try (Model model = TinyModels.llama();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> expected;
            try (LoraAdapter _ = model.loadAdapter("one", file)) {
                expected = model.generate(PROMPT, with("one", 1)).tokens();
            }
            for (int i = 0; i < 40; i++) {
                LoraAdapter one = model.loadAdapter("one", file);
                Future<Answer> answer =
                        threads.submit(() -> model.generate(PROMPT, with("one", 1)));
                TimeUnit.MICROSECONDS.sleep(40L * i);
                one.close();
                try {
                    assertThat(answer.get().tokens()).isEqualTo(expected);
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfAny(
                                    InvalidOptionException.class, IllegalStateException.class);
                }
            }
        }
    }
}
