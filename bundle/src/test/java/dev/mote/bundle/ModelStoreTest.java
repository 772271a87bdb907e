package dev.mote.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.bundle.LocalServer.Reply;
import dev.mote.bundle.files.DiskSpace;
import dev.mote.bundle.files.FileLock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

class ModelStoreTest {
    private static final byte[] MODEL = Workbench.noise(500_000, 4);
    private static final String PATH = "/m.gguf";

    @TempDir Path folder;
    private final LocalServer server = new LocalServer();
    private Workbench bench;

    @BeforeEach
    void start() {
        server.route(PATH, asked -> Reply.file(asked, MODEL, "\"a\""));
        bench = new Workbench(folder);
        bench.catalogue(Workbench.catalogueOf(server.url() + PATH, MODEL, "mine.gguf"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path pull(String name) {
        return bench.store().pull(name, ProgressListener.silent());
    }

    @Test
    void aPresentModelNeedsNoNetwork() {
        Path pulled = pull("mine");
        server.close();
        assertThat(bench.store().locate("mine")).contains(pulled);
        assertThat(bench.store().locate("ALIAS")).contains(pulled);
        assertThat(bench.store().locate(server.url() + PATH)).contains(pulled);
        assertThat(pull("mine")).isEqualTo(pulled);
        assertThat(pulled)
                .hasBinaryContent(MODEL)
                .isEqualTo(
                        bench.home()
                                .resolve("models/sha256")
                                .resolve(Workbench.sha256(MODEL))
                                .resolve("mine.gguf"));
    }

    @Test
    void callsAModelByItsCatalogueNameAndAFileByNone() throws IOException {
        assertThat(bench.store().name("ALIAS")).contains("mine");
        assertThat(bench.store().name(server.url() + PATH)).contains("mine");
        assertThat(bench.store().name("hf:o/r:Q8_0")).contains("hf:o/r:Q8_0");
        Files.write(folder.resolve("own.gguf"), MODEL);
        assertThat(bench.store().name("own.gguf")).isEmpty();
    }

    @Test
    void offlineNothingIsFetchedAndWhatIsHereGoesOn() throws IOException {
        bench.variable("MOTE_OFFLINE", "1");
        assertThatThrownBy(() -> pull("mine"))
                .isInstanceOfSatisfying(
                        DownloadException.class,
                        e -> assertThat(e.reason()).isEqualTo(DownloadException.Reason.OFFLINE))
                .hasMessageContaining("mine: was never fetched to this device")
                .hasMessageContaining("MOTE_OFFLINE")
                .hasMessageContaining("mote pull mine");
        assertThat(server.asked()).isEmpty();
        bench.variable("MOTE_OFFLINE", "0");
        Path pulled = pull("mine");
        bench.variable("MOTE_OFFLINE", "1");
        assertThat(bench.store().locate("mine")).contains(pulled);
        assertThat(pull("mine")).isEqualTo(pulled);
    }

    @Test
    void locatingAnAbsentModelWritesNothing() {
        assertThat(bench.store().locate("mine")).isEmpty();
        assertThat(bench.store().installed()).isEmpty();
        assertThat(bench.store().remove("mine")).isFalse();
        assertThat(bench.home()).doesNotExist();
    }

    @Test
    void listsWhatIsInstalled() {
        pull("mine");
        assertThat(bench.store().installed())
                .singleElement()
                .satisfies(model -> {
                    assertThat(model.name()).isEqualTo("mine");
                    assertThat(model.licence()).isEqualTo("Apache-2.0");
                    assertThat(model.bytes()).isEqualTo(MODEL.length);
                    assertThat(model.digest()).isEqualTo(Workbench.sha256(MODEL));
                });
    }

    @Test
    void filesBelongToTheUserAlone() throws IOException {
        pull("mine");
        try (Stream<Path> all = Files.walk(bench.home())) {
            for (Path path : all.toList()) {
                String permissions =
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                assertThat(permissions)
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void removesEverythingOfAModelAndNothingElse() {
        Path pulled = pull("mine");
        assertThat(bench.store().remove("mine")).isTrue();
        assertThat(pulled.getParent()).doesNotExist();
        assertThat(bench.store().installed()).isEmpty();
        assertThat(bench.store().remove("mine")).isFalse();
    }

    @Test
    void neverRemovesAFileOfTheUser() throws IOException {
        Path own = Files.write(folder.resolve("own.gguf"), MODEL);
        assertThat(bench.store().locate("own.gguf")).contains(own);
        assertThat(pull(own.toString())).isEqualTo(own);
        assertThatThrownBy(() -> bench.store().remove("own.gguf"))
                .isInstanceOf(InvalidSourceException.class);
        assertThat(own).exists();
        assertThat(bench.home()).doesNotExist();
    }

    @Test
    void aTouchedButUnchangedModelIsVerifiedAgainOnce() throws IOException {
        Path pulled = pull("mine");
        Files.setLastModifiedTime(pulled, FileTime.fromMillis(1_000_000));
        assertThat(bench.store().locate("mine")).contains(pulled);
        assertThat(bench.store().installed().getFirst().files().getFirst().modifiedMs())
                .isEqualTo(1_000_000);
    }

    @Test
    void aChangedModelIsRefusedAndMendedByAPull() throws IOException {
        Path pulled = pull("mine");
        byte[] damaged = MODEL.clone();
        damaged[77] ^= 1;
        Files.write(pulled, damaged);
        Files.setLastModifiedTime(pulled, FileTime.fromMillis(1_000_000));
        assertThatThrownBy(() -> bench.store().locate("mine"))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("changed since it was verified");
        assertThat(pull("mine")).hasBinaryContent(MODEL);
        assertThat(bench.store().locate("mine")).contains(pulled);
    }

    @Test
    void aModelWhoseFileVanishedCountsAsAbsent() throws IOException {
        Files.delete(pull("mine"));
        assertThat(bench.store().locate("mine")).isEmpty();
        assertThat(pull("mine")).hasBinaryContent(MODEL);
    }

    @Test
    void takesOverContentThatWasCarriedHereByHand() throws IOException {
        Path place =
                bench.home()
                        .resolve("models/sha256")
                        .resolve(Workbench.sha256(MODEL))
                        .resolve("mine.gguf");
        Files.createDirectories(place.getParent());
        Files.write(place, MODEL);
        assertThat(pull("mine")).isEqualTo(place);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void ofTwoPullsOneFetchesAndTheOtherWaits() throws Exception {
        server.route(
                PATH,
                asked -> {
                    try {
                        Thread.sleep(600);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Reply.file(asked, MODEL, "\"a\"");
                });
        ConcurrentLinkedQueue<Progress> seen = new ConcurrentLinkedQueue<>();
        List<Thread> pullers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            pullers.add(Thread.ofPlatform().start(() -> bench.store().pull("mine", seen::add)));
        }
        for (Thread puller : pullers) {
            puller.join();
        }
        assertThat(server.asked(PATH)).hasSize(1);
        assertThat(seen)
                .anySatisfy(progress -> {
                    assertThat(progress.phase()).isEqualTo(Progress.Phase.WAIT);
                    assertThat(progress.subject())
                            .isEqualTo("process " + ProcessHandle.current().pid());
                });
        assertThat(seen.stream().filter(p -> p.phase() == Progress.Phase.DONE)).hasSize(2);
    }

    private void otherNameOfTheSameContent() {
        server.route("/other.gguf", asked -> Reply.file(asked, MODEL, "\"b\""));
    }

    @Test
    void contentPulledUnderASecondNameKeepsTheFirstOneGoing() {
        otherNameOfTheSameContent();
        Path first = pull("mine");
        Path second = pull(server.url() + "/other.gguf");
        assertThat(second).as("one content, one file").isEqualTo(first).hasBinaryContent(MODEL);
        assertThat(bench.store().locate("mine")).contains(first);
        assertThat(bench.store().remove("mine")).isTrue();
        assertThat(bench.store().locate(server.url() + "/other.gguf")).contains(second);
        assertThat(bench.store().remove(server.url() + "/other.gguf")).isTrue();
        assertThat(second).doesNotExist();
    }

    @Test
    void pullsAndRemovalsOfOneContentUnderTwoNamesNeverLoseIt() throws Exception {
        otherNameOfTheSameContent();
        String other = server.url() + "/other.gguf";
        pull("mine");
        for (int round = 0; round < 25; round++) {
            Thread puller = Thread.ofPlatform().start(() -> pull(other));
            Thread remover = Thread.ofPlatform().start(() -> bench.store().remove("mine"));
            puller.join();
            remover.join();
            assertThat(bench.store().locate(other))
                    .as("round " + round)
                    .hasValueSatisfying(path -> assertThat(path).hasBinaryContent(MODEL));
            Thread again = Thread.ofPlatform().start(() -> pull("mine"));
            Thread otherRemover = Thread.ofPlatform().start(() -> bench.store().remove(other));
            again.join();
            otherRemover.join();
            assertThat(bench.store().locate("mine"))
                    .as("round " + round)
                    .hasValueSatisfying(path -> assertThat(path).hasBinaryContent(MODEL));
        }
    }

    @Test
    void neitherPlacesNorRemovesContentWhileAnotherHoldsIt() throws Exception {
        pull("mine");
        Path lockFile =
                bench.home().resolve("models/locks/sha256-" + Workbench.sha256(MODEL) + ".lock");
        Thread remover;
        try (FileLock _ = FileLock.take(lockFile, holder -> {})) {
            remover = Thread.ofPlatform().start(() -> bench.store().remove("mine"));
            remover.join(300);
            assertThat(remover.isAlive()).isTrue();
            assertThat(bench.store().locate("mine")).isPresent();
        }
        remover.join();
        assertThat(bench.store().locate("mine")).isEmpty();
    }

    @Test
    void sweepsWhatAKilledRemovalLeft() throws IOException {
        pull("mine");
        Path trash = bench.home().resolve("models/sha256/trash-0-1");
        Files.createDirectories(trash);
        Files.writeString(trash.resolve("m.gguf"), "left");
        bench.store().remove("mine");
        assertThat(trash).doesNotExist();
    }

    @Test
    void refusesToRemoveAModelThatIsBeingPulled() {
        pull("mine");
        Path lockFile = bench.home().resolve("models/locks/mine.lock");
        FileLock lock = FileLock.take(lockFile, holder -> {});
        try {
            assertThatThrownBy(() -> bench.store().remove("mine"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        } finally {
            lock.close();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemKeepsALockThatOthersAskFor() throws IOException {
        pull("mine");
        Path lockFile = bench.home().resolve("models/locks/mine.lock");
        String inode = ":" + Files.getAttribute(lockFile, "unix:ino") + " ";
        try (FileLock lock = FileLock.take(lockFile, holder -> {})) {
            assertThat(lock).isNotNull();
            assertThat(FileLock.tryTake(lockFile)).isNull();
            assertThat(FileLock.holder(lockFile)).startsWith("process ");
            assertThat(Files.readAllLines(Path.of("/proc/locks")))
                    .anySatisfy(line -> assertThat(line).contains(inode));
        }
    }

    @Test
    void suggestsNamesSpeltAlike() {
        Catalogue catalogue = Catalogue.load();
        assertThatThrownBy(() -> catalogue.require("tinylama"))
                .isInstanceOf(UnknownModelException.class)
                .hasMessageContaining("did you mean tinyllama");
        bench.catalogue(catalogue);
        assertThatThrownBy(() -> bench.store().locate("qwen3-0.6"))
                .hasMessageContaining("qwen3-0.6b");
        assertThatThrownBy(() -> bench.store().locate("./nowhere.gguf"))
                .isInstanceOf(InvalidSourceException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> bench.store().locate(""))
                .isInstanceOf(UnknownModelException.class);
    }

    @Test
    void aFullDiskIsToldApartFromOtherFailures() {
        DiskSpace space = new DiskSpace("mine", folder, path -> 5);
        assertThat(space.writeFailure(folder, 100, new IOException("No space left on device")))
                .isInstanceOf(DiskSpaceException.class)
                .hasMessageContaining("5 bytes free");
        assertThat(space.writeFailure(folder, 100, new IOException("Input/output error")))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void anUnreadableRecordCountsAsNoModel() throws IOException {
        pull("mine");
        Files.writeString(bench.home().resolve("models/names/mine.json"), "{\"name\": 7");
        assertThat(bench.store().locate("mine")).isEmpty();
        assertThat(pull("mine")).hasBinaryContent(MODEL);
        assertThat(server.asked(PATH)).as("the content was still there").hasSize(1);
    }

    @Test
    void aRecordCannotPointOutOfTheStore() throws IOException {
        pull("mine");
        Path record = bench.home().resolve("models/names/mine.json");
        Files.writeString(
                record, Files.readString(record).replace("\"mine.gguf\"", "\"../../../x\""));
        assertThat(bench.store().locate("mine")).isEmpty();
    }
}
