package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line itself: help, usage errors, exit codes. */
class CommandLineTest {
    @Test
    void showsTheCommandsWithoutArguments() {
        Shell shell = Shell.run();
        assertThat(shell.exitCode()).isZero();
        assertThat(shell.out()).contains("Commands:", "chat", "quantize", "Exit codes:");
        assertThat(shell.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat",
                "run",
                "models",
                "pull",
                "rm",
                "inspect",
                "tokenize",
                "embed",
                "perplexity",
                "quantize",
                "bench",
                "doctor",
                "completion"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        Shell shell = Shell.run(command, "--help");
        assertThat(shell.exitCode()).isZero();
        assertThat(shell.out()).contains("Usage: mote " + command, "Example");
        assertThat(shell.out().substring(shell.out().indexOf("Example")))
                .contains("mote " + command);
        assertThat(shell.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(101));
    }

    @Test
    void versionNamesTheProjectsVersion() {
        Shell shell = Shell.run("--version");
        assertThat(shell.out()).startsWith("mote " + VersionProvider.VERSION);
    }

    @Test
    void unknownOptionIsOneLineAndExitCodeTwo() {
        Shell shell = Shell.run("run", "--warp", "hello");
        assertThat(shell.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.err()).contains("--warp", "mote run --help");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void unknownCommandIsOneLineAndExitCodeTwo() {
        Shell shell = Shell.run("fly");
        assertThat(shell.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.err()).contains("'fly'");
    }

    @Test
    void completionScriptKnowsTheCommands() {
        Shell shell = Shell.run("completion");
        assertThat(shell.out()).contains("complete -F", "perplexity", "--top-p");
    }

    @Test
    void completionForFishHasEveryCommandAndOption() {
        Shell shell = Shell.run("completion", "fish");
        assertThat(shell.out())
                .contains(
                        "-a perplexity -d ",
                        "-l top-p -x",
                        "-s n -l max-tokens",
                        "-a 'error shift'")
                .doesNotContain("%%", "$$");
        assertThat(shell.out().lines())
                .allSatisfy(line -> assertThat(line).matches("#.*|complete -c mote .*"));
    }

    @Test
    void tellsWhichDigestsAreKnown() {
        Shell shell = Shell.run("models");
        assertThat(shell.out()).containsPattern("(?m)^tinyllama .* 323 MB .* checked$");
        assertThat(shell.out()).containsPattern("(?m)^qwen3-0.6b .* ~639 MB .* hub$");
    }

    @Test
    void listsTheCatalogueWithItsDefault() {
        Shell shell = Shell.run("models");
        assertThat(shell.exitCode()).isZero();
        assertThat(shell.out()).contains("tinyllama *", "Apache-2.0", "323 MB");
    }

    @Test
    void unknownModelSuggestsTheNearestName() {
        Shell shell = Shell.run("run", "-m", "tinylama", "hello");
        assertThat(shell.exitCode()).isEqualTo(ExitCode.MODEL);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.err()).contains("tinylama", "did you mean tinyllama?");
    }

    @Test
    void removingWhatIsNotThereSaysSo() {
        Shell shell = Shell.run("rm", "smollm2-135m");
        assertThat(shell.exitCode()).isEqualTo(ExitCode.MODEL);
        assertThat(shell.err()).contains("'smollm2-135m' is not on this device");
    }

    @Test
    void doctorNamesTheKernelsAndTheirReason() {
        Shell shell = Shell.run("doctor");
        assertThat(shell.exitCode()).isZero();
        assertThat(shell.out()).contains("kernels", "read bandwidth", "GB/s", "memory");
    }
}
