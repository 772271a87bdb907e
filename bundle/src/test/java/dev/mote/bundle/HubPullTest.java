package dev.mote.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.bundle.LocalServer.Asked;
import dev.mote.bundle.LocalServer.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class HubPullTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final byte[] SMALL = Workbench.noise(40_000, 7);
    private static final byte[] LARGE = Workbench.noise(80_000, 8);

    @TempDir Path folder;
    private final LocalServer server = new LocalServer();
    private final Map<String, byte[]> large = new LinkedHashMap<>();
    private final Map<String, byte[]> plain = new LinkedHashMap<>();
    private Workbench bench;

    @BeforeEach
    void start() {
        bench =
                new Workbench(folder)
                        .variable("HF_ENDPOINT", server.url() + "/")
                        .variable("HF_TOKEN", "hf_secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Serves the files as the hub does: small ones itself, large ones by way of another origin. */
    private void publish() {
        List<String> siblings = new ArrayList<>();
        large.forEach((path, content) -> {
            siblings.add(
                    "{\"rfilename\": \"%s\", \"size\": %d, \"lfs\": {\"sha256\": \"%s\", \"size\": %d}}"
                            .formatted(
                                    path,
                                    content.length,
                                    Workbench.sha256(content),
                                    content.length));
            String blob = "/blobs/" + Workbench.sha256(content);
            for (String revision : new String[] {COMMIT, "main"}) {
                server.route(
                        "/o/r/resolve/" + revision + "/" + path,
                        asked ->
                                Reply.redirect(server.otherUrl() + blob)
                                        .with("X-Repo-Commit", COMMIT)
                                        .with("X-Linked-Size", "" + content.length)
                                        .with(
                                                "X-Linked-Etag",
                                                "\"" + Workbench.sha256(content) + "\""));
            }
            server.route(blob, asked -> Reply.file(asked, content, "\"blob\""));
        });
        plain.forEach((path, content) -> {
            siblings.add(
                    "{\"rfilename\": \"%s\", \"size\": %d, \"blobId\": \"%s\"}"
                            .formatted(path, content.length, git(content)));
            server.route(
                    "/o/r/resolve/" + COMMIT + "/" + path,
                    asked -> Reply.file(asked, content, "\"" + git(content) + "\""));
        });
        server.route(
                "/api/models/o/r/revision/main?blobs=true",
                asked ->
                        Reply.text(
                                200,
                                "{\"sha\": \"%s\", \"cardData\": {\"license\": \"apache-2.0\"}, \"siblings\": [%s]}"
                                        .formatted(COMMIT, String.join(",", siblings))));
    }

    private static String git(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return HexFormat.of().formatHex(Workbench.digest("SHA-1", all));
    }

    private Path pull(String source) {
        return bench.store().pull(source, ProgressListener.silent());
    }

    @Test
    void fetchesTheQuantisationThatWasAskedFor() {
        large.put("m-Q8_0.gguf", LARGE);
        large.put("m-Q4_K_M.gguf", SMALL);
        large.put("mmproj-Q8_0.gguf", SMALL);
        publish();
        assertThat(pull("hf:o/r:q8_0")).hasFileName("m-Q8_0.gguf").hasBinaryContent(LARGE);
        assertThat(pull("hf:o/r")).hasFileName("m-Q4_K_M.gguf").hasBinaryContent(SMALL);
        InstalledModel installed = bench.store().installed().getFirst();
        assertThat(installed.revision()).isEqualTo(COMMIT);
        assertThat(installed.licence()).isEqualTo("Apache-2.0");
        assertThatThrownBy(() -> pull("hf:o/r:Q5_0"))
                .isInstanceOf(InvalidSourceException.class)
                .hasMessageContaining("it has Q4_K_M, Q8_0");
    }

    @Test
    void theTokenNeverLeavesTheHub() {
        large.put("m-Q8_0.gguf", LARGE);
        publish();
        pull("hf:o/r:Q8_0");
        pull("hf:o/r/m-Q8_0.gguf");
        assertThat(server.asked()).hasSizeGreaterThan(3);
        for (Asked asked : server.asked()) {
            assertThat(asked.header("authorization"))
                    .as(asked.path())
                    .isEqualTo(asked.path().startsWith("/blobs/") ? "" : "Bearer hf_secret");
        }
    }

    @Test
    void fetchesAFileByNameWithTheDigestFromTheHeaders() {
        large.put("sub/m.gguf", LARGE);
        publish();
        Path pulled = pull("hf:o/r/sub/m.gguf");
        assertThat(pulled).hasFileName("m.gguf").hasBinaryContent(LARGE);
        assertThat(server.asked()).noneMatch(asked -> asked.path().startsWith("/api/"));
    }

    @Test
    void fetchesASplitModelWhole() {
        large.put("Q4_0/m-Q4_0-00001-of-00002.gguf", SMALL);
        large.put("Q4_0/m-Q4_0-00002-of-00002.gguf", LARGE);
        publish();
        Path pulled = pull("hf:o/r:Q4_0");
        assertThat(pulled).hasFileName("m-Q4_0-00001-of-00002.gguf").hasBinaryContent(SMALL);
        assertThat(pulled.resolveSibling("m-Q4_0-00002-of-00002.gguf")).hasBinaryContent(LARGE);
        assertThat(bench.store().locate("hf:o/r:Q4_0")).contains(pulled);
        assertThat(pull("hf:o/r/Q4_0/m-Q4_0-00002-of-00002.gguf")).isEqualTo(pulled);
    }

    @Test
    void refusesASplitModelThatLacksAPart() {
        large.put("m-Q4_0-00001-of-00003.gguf", SMALL);
        large.put("m-Q4_0-00003-of-00003.gguf", LARGE);
        publish();
        assertThatThrownBy(() -> pull("hf:o/r:Q4_0")).hasMessageContaining("lacks some of the 3");
    }

    @Test
    void fetchesSafetensorsAsAFolder() {
        large.put("model.safetensors", LARGE);
        large.put("consolidated.safetensors", LARGE);
        plain.put("config.json", "{}".getBytes(StandardCharsets.UTF_8));
        plain.put("tokenizer.json", SMALL);
        plain.put("1_Pooling/config.json", "{ }".getBytes(StandardCharsets.UTF_8));
        plain.put("README.md", SMALL);
        plain.put("../escape.json", SMALL);
        publish();
        Path pulled = pull("hf:o/r");
        assertThat(pulled.resolve("model.safetensors")).hasBinaryContent(LARGE);
        assertThat(pulled.resolve("tokenizer.json")).hasBinaryContent(SMALL);
        assertThat(pulled.resolve("1_Pooling/config.json")).hasContent("{ }");
        assertThat(Workbench.filesBelow(pulled)).hasSize(4);
        assertThat(bench.store().locate("hf:o/r")).contains(pulled);
    }

    @Test
    void anInterruptedPullOfAnotherPlanLeavesNothingInTheModel() {
        large.put("model.safetensors", LARGE);
        plain.put("config.json", SMALL);
        plain.put("old.json", SMALL);
        plain.put("1_Pooling", SMALL);
        plain.put("2_Dense/config.json", SMALL);
        publish();
        server.route(
                "/o/r/resolve/" + COMMIT + "/config.json", asked -> Reply.text(404, "not yet"));
        Path done = bench.home().resolve("models/partial").resolve(StoreLayout.key("hf:o/r"));
        for (String stray : new String[] {"old.json", "model.safetensors/x.json", "1_Pooling"}) {
            stray(done.resolve("done").resolve(stray));
        }
        assertThatThrownBy(() -> pull("hf:o/r")).hasMessageContaining("404");
        plain.clear();
        plain.put("config.json", SMALL);
        plain.put("1_Pooling/config.json", SMALL);
        publish();
        Path pulled = pull("hf:o/r");
        assertThat(Workbench.filesBelow(pulled))
                .containsExactlyInAnyOrder(
                        pulled.resolve("config.json"),
                        pulled.resolve("1_Pooling/config.json"),
                        pulled.resolve("model.safetensors"));
        assertThat(pulled.resolve("2_Dense")).doesNotExist();
    }

    private static void stray(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, SMALL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesASmallFileThatGitKnowsOtherwise() {
        large.put("model.safetensors", LARGE);
        plain.put("config.json", SMALL);
        publish();
        byte[] other = SMALL.clone();
        other[3] ^= 1;
        server.route(
                "/o/r/resolve/" + COMMIT + "/config.json",
                asked -> Reply.file(asked, other, "\"x\""));
        assertThatThrownBy(() -> pull("hf:o/r"))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("config.json");
    }

    @Test
    void refusesAContentThatChangedSinceItsFirstDownload() {
        large.put("m-Q8_0.gguf", LARGE);
        publish();
        pull("hf:o/r:Q8_0");
        bench.store().remove("hf:o/r:Q8_0");
        large.put("m-Q8_0.gguf", SMALL);
        publish();
        int before = server.asked("/blobs/" + Workbench.sha256(SMALL)).size();
        assertThatThrownBy(() -> pull("hf:o/r:Q8_0"))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("pinned at the first download")
                .hasMessageContaining("name the old revision after @");
        assertThat(server.asked("/blobs/" + Workbench.sha256(SMALL))).hasSize(before);
    }

    @Test
    void saysWhatToDoAboutAGatedModel() {
        server.route("/api/models/o/r/revision/main?blobs=true", asked -> Reply.text(401, "gated"));
        assertThatThrownBy(() -> pull("hf:o/r"))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("HF_TOKEN")
                .hasMessageNotContaining("hf_secret");
    }

    @Test
    void saysThatARepositoryHasNoModel() {
        plain.put("README.md", SMALL);
        publish();
        assertThatThrownBy(() -> pull("hf:o/r"))
                .hasMessageContaining("neither GGUF nor safetensors");
    }
}
