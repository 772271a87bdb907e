package dev.mote.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;
import dev.mote.testing.Conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Cutting a mapped file ends in a Java error, not in a dead JVM; tried in a JVM of its own, which
 * may die.
 */
@EnabledOnOs(OS.LINUX) // elsewhere a mapped file cannot be cut
class TruncatedMappingTest {
    private static final int TENSOR_BYTES = 1 << 20;

    @TempDir Path folder;

    @Test
    void readingACutFileIsAJavaError() throws Exception {
        Path path = folder.resolve("model.gguf");
        new GgufWriter()
                .tensor(
                        new TensorInfo("w", BlockType.F32, List.of(TENSOR_BYTES / 4), TENSOR_BYTES),
                        MemorySegment.ofArray(new byte[TENSOR_BYTES]))
                .write(path, (tensor, written, total) -> {});
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:-CreateCoredumpOnCrash",
                                "-cp",
                                classPath(),
                                Cut.class.getName(),
                                path.toString())
                        .redirectErrorStream(true)
                        .directory(folder.toFile())
                        .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as(output).isEqualTo(Cut.SAW_EXPECTED_ERRORS);
    }

    /** Everything this JVM reads classes from, whether as modules or not. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Conformance.root().resolve("format/target/test-classes").toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""));
    }

    /** The child: opens, cuts, reads in three ways. */
    static final class Cut {
        static final int SAW_EXPECTED_ERRORS = 42;

        private Cut() {}

        public static void main(String[] arguments) throws IOException {
            Path path = Path.of(arguments[0]);
            try (GgufFile file = GgufFile.open(path)) {
                MemorySegment data = file.data("w");
                try (RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
                    other.setLength(1);
                }
                boolean scalar = fails(() -> data.get(ValueLayout.JAVA_BYTE, TENSOR_BYTES / 2));
                boolean bulk = fails(() -> data.toArray(ValueLayout.JAVA_BYTE));
                boolean decoded =
                        fails(() ->
                                BlockType.F32.decode(
                                        data, 0, new float[TENSOR_BYTES / 4], 0, 1 << 16));
                if (scalar && bulk && decoded) {
                    Runtime.getRuntime().halt(SAW_EXPECTED_ERRORS);
                }
            }
        }

        private static boolean fails(Runnable read) {
            try {
                read.run();
                return false;
            } catch (InternalError fault) {
                return true;
            }
        }
    }
}
