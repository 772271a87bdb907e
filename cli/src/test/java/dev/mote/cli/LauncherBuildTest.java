package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mote.testing.Conformance;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How the launcher builds, with a Maven that only tells how it was called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherBuildTest {
    /** Notes its process, its calls and what it found; takes as long as the test wants. */
    private static final String MVN =
            """
            #!/bin/sh
            root=$PWD
            echo $$ >>"$root/calls"
            ls "$root/kernel/target/classes" >"$root/found" 2>/dev/null
            echo "[INFO] Building Mote kernel 0.1.0-SNAPSHOT                          [2/9]"
            while [ -e "$root/hold" ]; do sleep 0.1; done
            [ ! -e "$root/broken" ] || { cat "$root/broken"; exit 1; }
            mkdir -p "$root/cli/target/mote/lib"
            """;

    @TempDir Path folder;

    static Stream<List<String>> shells() {
        return LauncherTest.shells();
    }

    @BeforeEach
    void checkout() throws IOException {
        Files.createDirectories(folder.resolve("cli/src/main"));
        Files.createDirectories(folder.resolve("kernel/target/classes"));
        Files.writeString(folder.resolve("kernel/target/classes/Half.class"), "half a class");
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.copy(Conformance.root().resolve("mote"), folder.resolve("mote"));
        script("jdk/bin/java", "#!/bin/sh\necho ran\n");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        script("bin/mvn", MVN);
    }

    private void script(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Process launch(List<String> shell, String log) throws IOException {
        List<String> words = new ArrayList<>(shell);
        words.add(folder.resolve("mote").toString());
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH",
                                folder.resolve("bin") + File.pathSeparator + System.getenv("PATH"),
                                "MOTE_JAVA_HOME",
                                folder.resolve("jdk").toString(),
                                "MOTE_HOME",
                                folder.resolve("home").toString(),
                                "MOTE_AOT",
                                "off"));
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private String end(Process process, String log, int exitCode) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said(log)).isTrue();
        assertThat(process.exitValue()).as(said(log)).isEqualTo(exitCode);
        return said(log);
    }

    private String said(String log) throws IOException {
        return Files.readString(folder.resolve(log));
    }

    private List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private List<String> litter() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("target"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("mote-build.log"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void saysWhenABuildStartsAndEnds(List<String> shell) throws Exception {
        assertThat(end(launch(shell, "log"), "log", 0).lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("mote: building"),
                        line -> assertThat(line).matches("mote: built in \\d+ s"),
                        line -> assertThat(line).isEqualTo("ran"));
        assertThat(litter()).isEmpty();
        assertThat(end(launch(shell, "log"), "log", 0)).as("only once").isEqualTo("ran\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void ofTwoFirstStartsOneBuildsAndTheOtherWaits(List<String> shell) throws Exception {
        Files.createFile(folder.resolve("hold"));
        Process first = launch(shell, "first");
        await(() -> !calls().isEmpty());
        Process second = launch(shell, "second");
        await(() -> said("second").contains("another start of mote is building"));
        Files.delete(folder.resolve("hold"));
        assertThat(end(first, "first", 0)).contains("built in").endsWith("ran\n");
        assertThat(end(second, "second", 0)).doesNotContain("built in").endsWith("ran\n");
        assertThat(calls()).hasSize(1);
        assertThat(litter()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aMistakeInTheSourcesCostsNoMoreThanItself(List<String> shell) throws Exception {
        Files.writeString(
                folder.resolve("broken"), "[ERROR] COMPILATION ERROR :\n[ERROR] A.java:[1,2] no\n");
        assertThat(end(launch(shell, "log"), "log", 1)).contains("A.java:[1,2]", "mote-build.log");
        assertThat(litter()).isEmpty();
        Files.delete(folder.resolve("broken"));
        assertThat(end(launch(shell, "log"), "log", 0)).endsWith("ran\n");
        assertThat(said("found")).as("what was compiled is kept").contains("Half");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void afterAnyOtherFailureTheNextStartBuildsAnew(List<String> shell) throws Exception {
        Files.writeString(
                folder.resolve("broken"), "[ERROR] Failed to execute goal: cannot read a class\n");
        assertThat(end(launch(shell, "log"), "log", 1)).contains("Failed to execute goal");
        Files.delete(folder.resolve("broken"));
        assertThat(end(launch(shell, "log"), "log", 0)).contains("anew").endsWith("ran\n");
        assertThat(said("found")).doesNotContain("Half");
        assertThat(litter()).isEmpty();
    }

    /** As a terminal does it: the signal reaches both. */
    @ParameterizedTest
    @MethodSource("shells")
    void anInterruptedBuildIsNeverTakenForAWholeOne(List<String> shell) throws Exception {
        assumeTrue(canBeInterrupted(), "the tests were started where SIGINT is ignored");
        Files.createFile(folder.resolve("hold"));
        Process process = launch(shell, "log");
        await(() -> !calls().isEmpty());
        new ProcessBuilder("kill", "-INT", calls().getFirst(), Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(end(process, "log", 130)).contains("interrupted");
        assertThat(litter()).containsExactly("mote-build.unfinished");
        Files.delete(folder.resolve("hold"));
        assertThat(end(launch(shell, "log"), "log", 0)).contains("anew").endsWith("ran\n");
        assertThat(said("found")).as("half a class is not built upon").doesNotContain("Half");
        assertThat(litter()).isEmpty();
    }

    private static boolean canBeInterrupted() throws Exception {
        Process probe = new ProcessBuilder("sh", "-c", "kill -INT $$; sleep 1; exit 0").start();
        return probe.waitFor() != 0;
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aKilledLauncherTakesItsBuildAlong(List<String> shell) throws Exception {
        Files.createFile(folder.resolve("hold"));
        Process process = launch(shell, "log");
        await(() -> !calls().isEmpty());
        process.destroyForcibly().waitFor();
        await(() -> !Files.exists(folder.resolve("target/mote-build.lock")));
        long mvn = Long.parseLong(calls().getFirst());
        await(() -> ProcessHandle.of(mvn).map(handle -> !handle.isAlive()).orElse(true));
        Files.delete(folder.resolve("hold"));
        assertThat(end(launch(shell, "log"), "log", 0)).contains("anew").endsWith("ran\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aLockThatNobodyHoldsAnyMoreIsTakenOver(List<String> shell) throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectories(folder.resolve("target/mote-build.lock"));
        Files.writeString(lock.resolve("launcher"), gone.pid() + "\n");
        Files.writeString(lock.resolve("beat"), gone.pid() + " 3\n");
        assertThat(end(launch(shell, "log"), "log", 0)).endsWith("ran\n");
        assertThat(litter()).isEmpty();
    }
}
