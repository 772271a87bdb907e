package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Commands on tiny real models. */
class ModelCommandsTest {
    private static final Path LLAMA = Shell.golden("quant/llama-q.IQ2_XXS.gguf");
    private static final Path BERT = Shell.golden("models/bert-mean.gguf");

    @TempDir Path folder;

    @Test
    void runWritesOnlyTheAnswerToStandardOutput() {
        Shell shell = Shell.run("run", "-m", LLAMA, "--raw", "--greedy", "-n", 8, "hello");
        assertThat(shell.exitCode()).isZero();
        assertThat(shell.out()).endsWith("\n").isNotBlank();
        assertThat(shell.err())
                .as("how it ended")
                .isEqualTo("mote: the answer was cut after 8 tokens, as --max-tokens asked\n");
    }

    @Test
    void aCutAnswerIsNotToldOfWhereSilenceOrJsonWasAskedFor() throws IOException {
        Shell quiet = Shell.run("run", "-m", LLAMA, "--raw", "--greedy", "-n", 8, "-q", "hello");
        assertThat(quiet.err()).isEmpty();
        Shell json = Shell.run("run", "-m", LLAMA, "--raw", "-n", 8, "--json", "hello");
        assertThat(json.err()).isEmpty();
        assertThat(JSON.std.mapFrom(json.out())).containsEntry("finishReason", "length");
    }

    @Test
    void sameSeedGivesTheSameTextWhateverTheThreads() {
        Shell one = Shell.run("run", "-m", LLAMA, "--raw", "-s", 7, "-n", 24, "--threads", 1, "hi");
        Shell two = Shell.run("run", "-m", LLAMA, "--raw", "-s", 7, "-n", 24, "--threads", 2, "hi");
        assertThat(two.out()).isEqualTo(one.out());
    }

    @Test
    void runGivesTokensAndTimingsAsJson() throws IOException {
        Shell shell =
                Shell.run(
                        "run",
                        "-m",
                        LLAMA,
                        "--raw",
                        "--greedy",
                        "-n",
                        4,
                        "--json",
                        "--logprobs",
                        2,
                        "hello");
        Map<String, Object> json = JSON.std.mapFrom(shell.out());
        assertThat(json).containsKeys("text", "finishReason", "statistics", "logprobs");
        assertThat((List<?>) json.get("logprobs")).hasSize(4);
        assertThat(json.get("statistics"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("answerTokens", 4);
    }

    @Test
    void promptBeyondTheContextIsRefusedWithFigures() {
        Shell shell = Shell.run("run", "-m", LLAMA, "--raw", "-c", 16, "-n", 4, "word ".repeat(64));
        assertThat(shell.exitCode()).isEqualTo(ExitCode.CONTEXT);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.err()).contains("16");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void invalidSamplingValueNamesOptionAndRange() {
        Shell shell = Shell.run("run", "-m", LLAMA, "--raw", "--top-p", 1.5, "hello");
        assertThat(shell.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("--top-p", "1.5");
    }

    @Test
    void promptThatIsNotUtf8IsRefusedWithTheOffset() throws IOException {
        Path file =
                Files.write(folder.resolve("prompt.txt"), new byte[] {'a', 'b', (byte) 0xC3, '('});
        Shell shell = Shell.run("run", "-m", LLAMA, "--raw", "-f", file);
        assertThat(shell.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("not UTF-8", "offset 2");
    }

    @Test
    void aModelIsNoAdapter() {
        Shell shell =
                Shell.run("run", "-m", LLAMA, "--raw", "--lora", LLAMA + "=0.5", "-n", 4, "hello");
        assertThat(shell.exitCode()).isEqualTo(ExitCode.MODEL);
        assertThat(shell.err()).contains("is a model, an adapter (general.type) was expected");
    }

    @Test
    void chatNeedsATemplate() {
        Shell shell = Shell.run("chat", "-m", LLAMA);
        assertThat(shell.exitCode()).isEqualTo(ExitCode.MODEL);
        assertThat(shell.err()).contains("no chat template", "mote run --raw");
    }

    @Test
    void damagedFileIsOneLineThatNamesIt() throws IOException {
        byte[] bytes = Files.readAllBytes(LLAMA);
        Path file =
                Files.write(
                        folder.resolve("cut.gguf"),
                        java.util.Arrays.copyOf(bytes, bytes.length / 2));
        for (String command : List.of("run", "inspect", "tokenize", "bench", "perplexity")) {
            Shell shell =
                    command.equals("inspect")
                            ? Shell.run(command, file)
                            : Shell.run(command, "-m", file, LLAMA);
            assertThat(shell.exitCode()).as(command).isNotZero();
            assertThat(shell.err().lines()).as(command).hasSize(1);
            assertThat(shell.err()).as(command).doesNotContain("bug in mote");
        }
    }

    @Test
    void inspectTellsArchitectureTensorsAndMemory() throws IOException {
        Shell shell = Shell.run("inspect", LLAMA);
        assertThat(shell.exitCode()).isZero();
        assertThat(shell.out())
                .contains("architecture", "llama", "IQ2_XXS", "KV cache", "tokenizer");
        Map<String, Object> json = JSON.std.mapFrom(Shell.run("inspect", LLAMA, "--json").out());
        assertThat((List<?>) json.get("tensors")).isNotEmpty();
    }

    @Test
    void whatCannotBeMeantIsWrongUsageAndNamesTheThing() {
        Shell inspect = Shell.run("inspect", LLAMA, "-c", -5);
        assertThat(inspect.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(inspect.err()).contains("--context is -5");
        Shell bench = Shell.run("bench", "-m", LLAMA, "-p", 0, "-n", 0);
        assertThat(bench.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(bench.err()).contains("nothing to measure");
        Shell run = Shell.run("run", "-m", LLAMA, "--raw", "-f", folder);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("'" + folder + "' is a folder");
        Shell quantize = Shell.run("quantize", LLAMA, folder, "Q8_0", "--force");
        assertThat(quantize.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(quantize.err()).contains("there is a folder named '" + folder + "'");
    }

    @Test
    void resultsAreNeverColoured() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console coloured =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        true,
                        true);
        assertThat(Main.execute(coloured, "inspect", LLAMA.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\u001b");
    }

    @Test
    void tokenizeListsIdsAndPieces() {
        Shell ids = Shell.run("tokenize", "-m", LLAMA, "--ids", "hello");
        assertThat(ids.out()).matches("\\d+( \\d+)*\n");
        Shell table = Shell.run("tokenize", "-m", LLAMA, "hello");
        assertThat(table.out()).contains("ID  PIECE");
    }

    @Test
    void embedPrintsAUnitVector() throws IOException {
        Shell shell = Shell.run("embed", "-m", BERT, "--json", "hello");
        assertThat(shell.exitCode()).isZero();
        Map<?, ?> first = (Map<?, ?>) JSON.std.listFrom(shell.out()).getFirst();
        double squares = 0;
        for (Object value : (List<?>) Objects.requireNonNull(first.get("embedding"))) {
            double x = ((Number) value).doubleValue();
            squares += x * x;
        }
        assertThat(squares).isBetween(0.999, 1.001);
    }

    @Test
    void embeddingWithALanguageModelSaysWhatItIs() {
        Shell shell = Shell.run("embed", "-m", LLAMA, "hello");
        assertThat(shell.exitCode()).isEqualTo(ExitCode.MODEL);
        assertThat(shell.err().lines()).hasSize(1);
    }

    @Test
    void quantizeWritesAModelThatRuns() {
        Path target = folder.resolve("small.gguf");
        Shell shell = Shell.run("quantize", LLAMA, target, "q8_0");
        assertThat(shell.exitCode()).as(shell.err()).isZero();
        assertThat(shell.err()).contains("quantised before", "IQ2_XXS");
        assertThat(Shell.run("run", "-m", target, "--raw", "-n", 2, "hello").exitCode()).isZero();
        Shell again = Shell.run("quantize", LLAMA, target, "q8_0");
        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(again.err()).contains("is there already", "--force");
    }

    @Test
    void quantizeRefusesTypesItCannotWrite() {
        Path target = folder.resolve("none.gguf");
        Shell shell = Shell.run("quantize", LLAMA, target, "IQ2_XXS");
        assertThat(shell.exitCode()).isNotZero();
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.err()).doesNotContain("bug in mote");
        assertThat(target).doesNotExist();
    }

    @Test
    void benchReportsSpeedBesideBandwidth() throws IOException {
        Shell shell = Shell.run("bench", "-m", LLAMA, "-p", 16, "-n", 4, "-r", 2, "--json");
        Map<String, Object> json = JSON.std.mapFrom(shell.out());
        assertThat((List<?>) json.get("results")).hasSize(2);
        assertThat(number(json, "readGigabytesPerSecond")).isPositive();
    }

    @Test
    void perplexityScoresTheSecondHalfOfEachWindow() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "some words to read ".repeat(60));
        Shell shell = Shell.run("perplexity", "-m", LLAMA, "--window", 32, "--json", text);
        assertThat(shell.exitCode()).as(shell.err()).isZero();
        Map<String, Object> json = JSON.std.mapFrom(shell.out());
        int scored = (int) number(json, "scoredTokens");
        assertThat(scored).isPositive().matches(count -> count % 15 == 0, "a multiple of 15");
        assertThat(number(json, "perplexity")).isGreaterThan(1);
    }

    private static double number(Map<String, Object> json, String key) {
        return ((Number) Objects.requireNonNull(json.get(key), key)).doubleValue();
    }
}
