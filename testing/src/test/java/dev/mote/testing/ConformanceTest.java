package dev.mote.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class ConformanceTest {
    @TempDir Path root;

    private String rootBefore = "";
    private String sharedBefore = "";

    @BeforeEach
    void pointAtTemporaryRoot() {
        rootBefore = System.getProperty("mote.root", "");
        sharedBefore = System.getProperty("mote.shared", "");
        System.setProperty("mote.root", root.toString());
        System.setProperty("mote.shared", root.resolve("absent").toString());
    }

    @AfterEach
    void restoreProperties() {
        System.setProperty("mote.root", rootBefore);
        System.setProperty("mote.shared", sharedBefore);
    }

    @Test
    void keepsOneLinePerSuiteInOrderOfFirstMention() throws Exception {
        Conformance.report("models", 1, 27);
        Conformance.skipped("real tinyllama", "no file");
        Conformance.report("models", 27, 27);

        assertThat(Files.readAllLines(Conformance.record()))
                .containsExactly("models 27/27", "real tinyllama SKIPPED: no file");
    }

    @Test
    void replacesASkipByACountOfTheSameSuite() throws Exception {
        Conformance.skipped("real tinyllama", "no file");
        Conformance.report("real tinyllama", 5, 5);

        assertThat(Files.readAllLines(Conformance.record())).containsExactly("real tinyllama 5/5");
    }

    @Test
    void fallsBackToTheTrimmedCopyAndSaysSo() throws Exception {
        Path trimmed = root.resolve("testing/src/main/resources/golden/models");
        Files.createDirectories(trimmed);

        assertThat(Conformance.folder("golden/models")).contains(trimmed);
        assertThat(Files.readString(Conformance.record())).contains("trimmed copy");
    }

    @Test
    void prefersTheSharedFolder() throws Exception {
        Path shared = root.resolve("absent/golden/models");
        Files.createDirectories(shared);

        assertThat(Conformance.folder("golden/models")).contains(shared);
        assertThat(Conformance.record()).doesNotExist();
    }

    @Test
    void forgetsThatTheFullSetWasMissingOnceItIsThere() throws Exception {
        Files.createDirectories(root.resolve("testing/src/main/resources/golden/models"));
        Conformance.report("models", 2, 2);
        Conformance.folder("golden/models");
        Files.createDirectories(root.resolve("absent/golden/models"));
        Conformance.folder("golden/models");

        assertThat(Files.readAllLines(Conformance.record())).containsExactly("models 2/2");
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertThat(Conformance.folder("tokenizers")).isEmpty();
    }
}
