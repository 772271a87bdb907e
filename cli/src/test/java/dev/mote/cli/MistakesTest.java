package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What people who mistype are told: one line with the remedy. */
class MistakesTest {
    private static final Path LLAMA = Shell.golden("quant/llama-q.IQ2_XXS.gguf");

    private static String refused(int exitCode, Object... words) {
        Shell shell = Shell.run(words);
        assertThat(shell.exitCode()).as(shell.err()).isEqualTo(exitCode);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).hasLineCount(1).startsWith("mote: ");
        return shell.err().strip().substring("mote: ".length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    frobnicate     | there is no command 'frobnicate'; see `mote --help`
                    mdels          | there is no command 'mdels'; did you mean models? (see `mote --help`)
                    caht           | there is no command 'caht'; did you mean chat? (see `mote --help`)
                    download       | there is no command 'download'; did you mean pull? (see `mote --help`)
                    help nosuch    | there is no help on 'nosuch' (`mote help` lists the commands)
                    help exit      | there is no help on 'exit'; did you mean exit-codes? (`mote help` lists the commands)
                    run --tmperature 1 x | mote run has no option '--tmperature'; did you mean --temperature? (see `mote run --help`)
                    run --warp x   | mote run has no option '--warp'; see `mote run --help`
                    --greedy run x | the first word must be a command, found '--greedy', as in `mote run --greedy "Hello"`; see `mote --help`
                    chat hello     | mote chat has no place for 'hello': it reads what you type; `mote run` answers one prompt; see `mote chat --help`
                    doctor me      | mote doctor has no place for 'me'; see `mote doctor --help`
                    run -n abc x   | --max-tokens is 'abc'; it must be a whole number; see `mote run --help`
                    run -t warm x  | --temperature is 'warm'; it must be a number; see `mote run --help`
                    run --kv q9 x  | --kv is 'q9'; it must be F16 or F32 or Q8_0; see `mote run --help`
                    run --on-overflow cut x | --on-overflow is 'cut'; it must be error or shift; see `mote run --help`
                    bench -p 1,b   | --prompt is 'b'; it must be a whole number; see `mote bench --help`
                    run -n         | --max-tokens needs a value: N; see `mote run --help`
                    """)
    void usageMistakesNameWhatWasProbablyMeant(String line, String message) {
        assertThat(refused(ExitCode.USAGE, (Object[]) line.split(" ", -1))).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"'','choice 1 of 1'", "'yes,no,','choice 3 of 3'", "'yes,,no','choice 2 of 3'"})
    void choicesThatAreEmptyAreRefused(String choices, String which) {
        assertThat(refused(ExitCode.USAGE, "run", "--choices", choices, "-m", "nowhere.gguf", "x"))
                .contains(which + " is empty; leave it out, or look for a comma too many");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --max-tokens -1         | --max-tokens is -1; it must be 0
                    --top-p 1.5             | --top-p is 1.5; it must be above 0
                    --repetition-penalty 11 | --repetition-penalty is 11.0; it must be
                    --penalty-window -2     | --penalty-window is -2; it must be
                    --dry -1                | --dry is -1.0; it must be
                    --logit-bias -1=2       | --logit-bias is -1; it must be
                    --temperature 200       | --temperature is 200.0; it must be
                    --context -1            | --context is -1; it must be
                    --threads 5000          | --threads is 5000; it must be
                    --kv Q4_0               | --kv is Q4_0; it must be F16
                    --context 999999        | unless --beyond-training is given
                    """)
    void valuesOutOfRangeNameTheOptionThatWasTyped(String options, String message) {
        String[] words = options.split(" ", -1);
        assertThat(refused(ExitCode.USAGE, "run", "-m", LLAMA, words[0], words[1], "x"))
                .contains(message)
                .doesNotContainPattern("\\b[a-z]+[A-Z]");
    }

    @Test
    void lengthsOfABenchmarkAreNamedByTheirOptions() {
        assertThat(Shell.run("bench", "-m", LLAMA, "-p", "999999").err())
                .contains("mote: a length of --prompt or --generate is 999999");
        assertThat(Shell.run("bench", "-m", LLAMA, "-r", "0").err()).contains("mote: --runs is 0");
    }

    @Test
    void aPromptBeyondTheContextNamesTheOptionsThatHelp() {
        assertThat(
                        refused(
                                ExitCode.CONTEXT,
                                "run",
                                "-m",
                                LLAMA,
                                "--raw",
                                "-c",
                                16,
                                "a ".repeat(64)))
                .contains("context of 16", "--context", "--on-overflow shift");
    }

    @Test
    void aFileThatIsNoModelIsQuoted() throws Exception {
        Path page = Files.createTempFile("page", ".md");
        Files.writeString(page, "# Mote\n", StandardCharsets.UTF_8);
        assertThat(refused(ExitCode.MODEL, "inspect", page))
                .contains("begins with '# Mo', not with 'GGUF'");
        Files.delete(page);
    }

    @Test
    void vectorsOfAModelThatWritesTextAreRefusedBeforeItIsFetched() {
        assertThat(refused(ExitCode.USAGE, "embed", "-m", "tinyllama", "hello"))
                .contains("'tinyllama' writes text", "bge-small", "-m or MOTE_MODEL");
    }

    @Test
    void theExitCodesAreExplainedInOnePlace() throws IllegalAccessException {
        Shell shell = Shell.run("help", "exit-codes");
        assertThat(shell.exitCode()).isZero();
        for (Field code : ExitCode.class.getDeclaredFields()) {
            assertThat(shell.out()).containsPattern("(?m)^ +" + code.getInt(null) + "  ");
        }
    }

    @ParameterizedTest
    @EnumSource(HelpTopic.class)
    void everyTopicIsListedAndFitsATerminal(HelpTopic topic) {
        assertThat(Shell.run("help", "--help").out()).contains(topic.title());
        assertThat(Shell.run("help", topic.title()).out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(101));
    }

    @Test
    void helpOnACommandIsItsHelp() {
        assertThat(Shell.run("help", "run").out()).isEqualTo(Shell.run("run", "--help").out());
        assertThat(Shell.run("help").out()).isEqualTo(Shell.run("--help").out());
    }
}
