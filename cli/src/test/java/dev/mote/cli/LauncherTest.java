package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.testing.Conformance;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The launcher, with a JDK and a Maven that only tell how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String JAVA =
            """
            #!/bin/sh
            for word; do
                case $word in
                    -XX:AOTCacheOutput=*) : >"${word#*=}" ;;
                    -XX:AOTCache=*) echo "${word#*=}" ;;
                    jdk.incubator.vector) echo vector ;;
                    doctor) cat "${0%/*}/kernels" ;;
                esac
            done
            """;

    /** As on BSD and macOS: without the long options of GNU. */
    private static final String LS =
            """
            #!/bin/sh
            for word; do case $word in --*) exit 1 ;; esac; done
            exec /bin/ls "$@"
            """;

    /** Another processor than this machine has. */
    private static final String SED =
            """
            #!/bin/sh
            for word; do
                [ "$word" != /proc/cpuinfo ] || { cat 'CPUINFO'; exit; }
            done
            exec /bin/sed "$@"
            """;

    @TempDir Path folder;

    static Stream<List<String>> shells() {
        return Stream.of(
                        List.of("sh"),
                        List.of("dash"),
                        List.of("bash", "--posix"),
                        List.of("busybox", "sh"))
                .filter(shell -> onPath(shell.getFirst()));
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    @BeforeEach
    void checkout() throws IOException {
        Files.createDirectories(folder.resolve("cli/target/mote/lib"));
        Files.createDirectories(folder.resolve("cli/src/main"));
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.copy(Conformance.root().resolve("mote"), folder.resolve("mote"));
        script("jdk/bin/java", JAVA);
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Files.writeString(folder.resolve("jdk/bin/kernels"), "\"generated: machine code\"\n");
        script("bin/mvn", "#!/bin/sh\n");
        script("bin/ls", LS);
        script("bin/sed", SED.replace("CPUINFO", folder.resolve("cpuinfo").toString()));
        Files.writeString(folder.resolve("cpuinfo"), "flags : sse2 avx2\n");
    }

    private void script(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** The cache that a start uses, if it uses one, and {@code vector} if it has that module. */
    private String start(List<String> shell) throws IOException, InterruptedException {
        return start(shell, "");
    }

    private String start(List<String> shell, String kernels)
            throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process = launch(shell, kernels, errors);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return output.strip();
    }

    private Process launch(List<String> shell, String kernels, Path errors) throws IOException {
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
                                "MOTE_KERNELS",
                                kernels));
        builder.environment().keySet().removeAll(List.of("MOTE_AOT", "MOTE_JVM_OPTS"));
        return builder.redirectError(errors.toFile()).start();
    }

    private void awaitCaches(int count) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (caches().size() != count || locked()) {
            assertThat(System.nanoTime()).as("waiting for %s", caches()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private boolean locked() throws IOException {
        return listed().anyMatch(name -> name.endsWith(".lock"));
    }

    private List<String> caches() throws IOException {
        return listed().filter(name -> name.endsWith(".aot")).toList();
    }

    private Stream<String> listed() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("home/cache"))) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void makesACacheOnceForEachBuildAndJdk(List<String> shell) throws Exception {
        assertThat(start(shell)).as("the first start makes it").isEqualTo("vector");
        awaitCaches(1);
        String first = start(shell);
        assertThat(first).endsWith(".aot");
        assertThat(start(shell)).as("and later ones use it").isEqualTo(first);

        FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 5_000);
        Files.setLastModifiedTime(folder.resolve("pom.xml"), later);
        assertThat(start(shell)).as("another build needs another").isEqualTo("vector");
        Files.setLastModifiedTime(folder.resolve("pom.xml"), FileTime.fromMillis(0));
        awaitCaches(1);
        String second = start(shell);
        assertThat(second).endsWith(".aot").isNotEqualTo(first);

        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.9\"\n");
        assertThat(start(shell)).as("and so does another JDK").isEqualTo("vector");
        awaitCaches(1);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void keepsTheVectorApiWhereThereIsNoMachineCode(List<String> shell) throws Exception {
        Files.writeString(folder.resolve("jdk/bin/kernels"), "\"vector: ...\"\n");
        assertThat(start(shell)).isEqualTo("vector");
        awaitCaches(1);
        assertThat(start(shell).lines()).hasSize(2).contains("vector");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void bringsTheVectorApiToWhomAsksForIt(List<String> shell) throws Exception {
        start(shell);
        awaitCaches(1);
        assertThat(start(shell, "vector")).as("no cache fits it").isEqualTo("vector");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void findsOutAgainWhatAnotherProcessorNeeds(List<String> shell) throws Exception {
        start(shell);
        awaitCaches(1);
        String first = start(shell);
        Files.writeString(folder.resolve("cpuinfo"), "flags : sse2\n");
        Files.writeString(folder.resolve("jdk/bin/kernels"), "\"vector: ...\"\n");
        assertThat(start(shell)).as("the verdict of another does not hold").isEqualTo("vector");
        awaitCaches(1);
        assertThat(start(shell).lines()).hasSize(2).contains("vector").doesNotContain(first);
    }
}
