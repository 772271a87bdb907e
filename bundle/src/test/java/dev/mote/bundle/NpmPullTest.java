package dev.mote.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mote.bundle.LocalServer.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

class NpmPullTest {
    private static final byte[] MODEL = Workbench.noise(900_000, 6);
    private static final byte[] FIRST = Arrays.copyOfRange(MODEL, 0, 500_000);
    private static final byte[] SECOND = Arrays.copyOfRange(MODEL, 500_000, MODEL.length);
    private static final String SOURCE = "npm:one@1.0.0/m.part+@s/two@latest/m.part";
    private static final String AUTHORISED = "Bearer secret";

    @TempDir Path folder;
    private final LocalServer server = new LocalServer();
    private Workbench bench;

    @BeforeEach
    void start() {
        bench = new Workbench(folder);
        bench.catalogue(Workbench.catalogueOf(SOURCE, MODEL, "mine.gguf"));
        bench.userNpmrc(
                "registry="
                        + server.url()
                        + "/npm/\n"
                        + server.url().substring(5)
                        + "/npm/:_authToken=secret\n");
        publish("one", "1.0.0", server.url(), archive(FIRST));
        publish("@s%2ftwo", "2.0.0", server.url(), archive(SECOND));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] archive(byte[] content) {
        return new TarGz()
                .file("package/package.json", new byte[20])
                .file("package/m.part", content)
                .gz();
    }

    private void publish(String name, String version, String tarballHost, byte[] archive) {
        publish(name, version, tarballHost, archive, TarGz.integrity(archive));
    }

    private void publish(
            String name, String version, String tarballHost, byte[] archive, String integrity) {
        String tarball = "/files/" + name.replaceAll("\\W", "") + ".tgz";
        server.route(
                "/npm/" + name,
                asked ->
                        Reply.text(
                                200,
                                """
                                {"dist-tags": {"latest": "%s"}, "versions": {"%s": {"dist":
                                 {"tarball": "%s%s", "integrity": "%s"}}}}\
                                """
                                        .formatted(
                                                version,
                                                version,
                                                tarballHost,
                                                tarball,
                                                integrity)));
        server.route(tarball, asked -> Reply.file(asked, archive, "\"" + name + "\""));
    }

    private Path pull() {
        return bench.store().pull("mine", ProgressListener.silent());
    }

    @Test
    void joinsTheFilesOfItsPackages() {
        assertThat(pull()).hasBinaryContent(MODEL);
        assertThat(server.asked())
                .allSatisfy(
                        asked -> assertThat(asked.header("authorization")).isEqualTo(AUTHORISED));
    }

    @Test
    void aTarballOnAnotherHostNeverSeesTheCredentials() {
        publish("one", "1.0.0", server.otherUrl(), archive(FIRST));
        assertThat(pull()).hasBinaryContent(MODEL);
        assertThat(server.asked("/files/one.tgz"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.header("authorization")).isEmpty());
        assertThat(server.asked("/npm/one").getFirst().header("authorization"))
                .isEqualTo(AUTHORISED);
    }

    @Test
    void aFinishedPackageIsNeverFetchedTwice() {
        AtomicInteger tries = new AtomicInteger();
        byte[] second = archive(SECOND);
        server.route(
                "/files/s2ftwo.tgz",
                asked -> {
                    Reply whole = Reply.file(asked, second, "\"2\"");
                    return tries.incrementAndGet() <= 3 ? whole.cutAfter(50_000) : whole;
                });
        assertThatThrownBy(this::pull).isInstanceOf(DownloadException.class);
        assertThat(pull()).hasBinaryContent(MODEL);
        assertThat(server.asked("/files/one.tgz")).hasSize(1);
        assertThat(server.asked("/files/s2ftwo.tgz").getLast().header("range"))
                .matches("bytes=[1-9]\\d+-");
    }

    @Test
    void refusesATarballThatIsNotTheOneTheRegistryStates() {
        publish("one", "1.0.0", server.url(), archive(FIRST), TarGz.integrity(new byte[1]));
        assertThatThrownBy(this::pull)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("one.tgz")
                .hasMessageContaining("the registry states the expected one");
        assertThat(Workbench.filesBelow(bench.home()))
                .noneMatch(file -> file.toString().endsWith(".tgz.part"));
    }

    @Test
    void refusesAModelThatIsNotTheOneTheCatalogueStates() {
        byte[] other = SECOND.clone();
        other[9] ^= 1;
        publish("@s%2ftwo", "2.0.0", server.url(), archive(other));
        assertThatThrownBy(this::pull)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("the catalogue states it");
        assertThat(bench.store().installed()).isEmpty();
    }

    @Test
    void refusesAFileLargerThanTheModel() {
        publish("one", "1.0.0", server.url(), archive(new byte[2_000_000]));
        DownloadException failure = catchThrowableOfType(DownloadException.class, () -> pull());
        assertThat(failure).hasMessageContaining("at most 900000 belong to the model");
    }

    @Test
    void aGzipBombBeforeTheFileIsBounded() {
        byte[] zeros = new TarGz().file("package/zeros", new byte[16 << 20]).gzWithoutEnd();
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            bomb.writeBytes(zeros);
        }
        bomb.writeBytes(archive(FIRST));
        assertThat(bomb.size()).isLessThan(1_000_000);
        publish("one", "1.0.0", server.url(), bomb.toByteArray());
        assertThatThrownBy(this::pull)
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("before the wanted file");
    }

    @Test
    void refusesWhatIsNotAPackage() {
        publish("one", "1.0.0", server.url(), new byte[100]);
        assertThatThrownBy(this::pull).hasMessageContaining("one@1.0.0");
        publish("one", "1.0.0", server.url(), new TarGz().file("package/x", FIRST).gz());
        assertThatThrownBy(this::pull).hasMessageContaining("holds no file 'm.part'");
        publish("one", "9.0.0", server.url(), archive(FIRST));
        assertThatThrownBy(this::pull).hasMessageContaining("no version or tag '1.0.0'");
        server.route("/npm/one", asked -> Reply.text(200, "<html>"));
        assertThatThrownBy(this::pull)
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("is not JSON");
        server.route("/npm/one", asked -> Reply.text(200, "{\"versions\": {\"1.0.0\": {}}}"));
        assertThatThrownBy(this::pull).hasMessageContaining("'dist' is missing");
    }

    @Test
    void withoutAnyDigestAPackageIsRefused() {
        publish("one", "1.0.0", server.url(), archive(FIRST), "md5-abc");
        assertThatThrownBy(this::pull).hasMessageContaining("states no SHA-512 digest");
    }

    @Test
    void mirrorsThatPassOnPublicAddressesAreAskedThemselves() {
        byte[] first = archive(FIRST);
        publish("one", "1.0.0", "https://npmjs.mirror.example", first);
        server.route("/npm/files/one.tgz", asked -> Reply.file(asked, first, "\"1\""));
        assertThat(pull()).hasBinaryContent(MODEL);
    }

    @Test
    void asksForTheRoomThatAPackageTakesWhileItIsUnpacked() {
        long margin = 64L << 20;
        bench.usableBytes(path -> margin + MODEL.length + MODEL.length / 2 - 1);
        assertThatThrownBy(this::pull).isInstanceOf(DiskSpaceException.class);
        assertThat(server.asked()).isEmpty();
        bench.usableBytes(path -> margin + MODEL.length + MODEL.length / 2);
        assertThat(pull()).hasBinaryContent(MODEL);
    }
}
