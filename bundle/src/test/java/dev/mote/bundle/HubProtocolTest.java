package dev.mote.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mote.bundle.LocalServer.Asked;
import dev.mote.bundle.LocalServer.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What the hub's resolve address is known to do, case by case: redirects to signed addresses of a
 * content network, renamed repositories, refusals, limits, contents that change.
 */
class HubProtocolTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String FILE = "hf:o/r/m.gguf";
    private static final byte[] MODEL = Workbench.noise(600_000, 21);
    private static final byte[] OTHER = Workbench.noise(600_000, 22);

    @TempDir Path folder;
    private final LocalServer server = new LocalServer();
    private final AtomicInteger signatures = new AtomicInteger();
    private Workbench bench;

    @BeforeEach
    void start() {
        bench = new Workbench(folder).variable("HF_ENDPOINT", server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path pull() {
        return bench.store().pull(FILE, ProgressListener.silent());
    }

    /**
     * As the hub answers for a large file: where it lies, under an address signed anew each time.
     */
    private Reply linked(byte[] content, String place) {
        return Reply.redirect(server.otherUrl() + place)
                .with("X-Repo-Commit", COMMIT)
                .with("X-Linked-Size", "" + content.length)
                .with("X-Linked-Etag", "\"" + Workbench.sha256(content) + "\"");
    }

    private void publish(byte[] content, String repository) {
        for (String revision : List.of("main", COMMIT)) {
            server.route(
                    "/" + repository + "/resolve/" + revision + "/m.gguf",
                    asked -> linked(content, "/cdn/" + signatures.incrementAndGet()));
        }
    }

    /** Every signed address leads to this. */
    private void serve(Function<Asked, Reply> answer) {
        for (int signature = 1; signature <= 20; signature++) {
            server.route("/cdn/" + signature, answer);
        }
    }

    private List<Asked> fetched() {
        return server.asked().stream()
                .filter(asked -> asked.path().startsWith("/cdn/") && asked.method().equals("GET"))
                .toList();
    }

    @Test
    void aCutDownloadGoesOnUnderAnAddressSignedAnew() {
        publish(MODEL, "o/r");
        serve(asked -> {
            Reply whole = Reply.file(asked, MODEL, "\"cdn\"");
            return asked.header("range").isEmpty() ? whole.cutAfter(250_000) : whole;
        });
        assertThat(pull()).hasBinaryContent(MODEL);
        assertThat(fetched()).hasSizeGreaterThan(1);
        assertThat(fetched().getLast().header("range")).startsWith("bytes=");
        assertThat(fetched().getFirst().path()).isNotEqualTo(fetched().getLast().path());
    }

    /** The hub's own digest decides, whatever validators the content network sends. */
    @Test
    void aPartOfAnotherContentIsNotBuiltUpon() {
        publish(MODEL, "o/r");
        serve(asked ->
                asked.header("range").isEmpty()
                        ? Reply.file(asked, MODEL, "\"one\"").cutAfter(250_000)
                        : Reply.text(503, "gone"));
        assertThatThrownBy(this::pull).isInstanceOf(DownloadException.class);
        int before = fetched().size();
        publish(OTHER, "o/r");
        serve(asked -> Reply.file(asked, OTHER, "\"two\""));
        assertThat(pull()).hasBinaryContent(OTHER);
        assertThat(fetched().get(before).header("range")).isEmpty();
    }

    @Test
    void aChangeOfTheNetworksEtagMidwayStartsAnew() {
        publish(MODEL, "o/r");
        AtomicInteger requests = new AtomicInteger();
        serve(asked -> {
            int request = requests.incrementAndGet();
            Reply reply = Reply.file(asked, MODEL, "\"copy" + request + "\"");
            return request == 1 ? reply.cutAfter(250_000) : reply;
        });
        assertThat(pull()).hasBinaryContent(MODEL);
    }

    @Test
    void aRenamedRepositoryIsFollowedOnTheHubItself() {
        publish(MODEL, "new/name");
        serve(asked -> Reply.file(asked, MODEL, "\"cdn\""));
        for (String revision : List.of("main", COMMIT)) {
            String path = "/resolve/" + revision + "/m.gguf";
            server.route(
                    "/o/r" + path,
                    asked ->
                            new Reply(307, Map.of(), new byte[0], 0, 0)
                                    .with("Location", "/new/name" + path));
        }
        assertThat(pull()).hasBinaryContent(MODEL);
    }

    @ParameterizedTest
    @CsvSource({
        "401, RepoNotFound, UNAUTHORISED, set HF_TOKEN",
        "403, GatedRepo, UNAUTHORISED, terms accepted",
        "404, EntryNotFound, NOT_FOUND, does not exist",
        "404, RevisionNotFound, NOT_FOUND, does not exist",
    })
    void refusalsSayWhatToDo(
            int status, String code, DownloadException.Reason reason, String remedy) {
        server.route(
                "/o/r/resolve/main/m.gguf",
                asked -> Reply.text(status, "no").with("X-Error-Code", code));
        DownloadException failure = catchThrowableOfType(DownloadException.class, this::pull);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure).hasMessageContaining(remedy).hasMessageContaining("127.0.0.1");
        assertThat(server.asked()).as("asked once: the answer is final").hasSize(1);
    }

    @Test
    void waitsAsLongAsABusyHubAsks() {
        publish(MODEL, "o/r");
        serve(asked -> Reply.file(asked, MODEL, "\"cdn\""));
        AtomicInteger heads = new AtomicInteger();
        server.route(
                "/o/r/resolve/main/m.gguf",
                asked ->
                        heads.incrementAndGet() == 1
                                ? Reply.text(429, "slow").with("Retry-After", "1")
                                : linked(MODEL, "/cdn/1"));
        assertThat(pull()).hasBinaryContent(MODEL);
        assertThat(heads).hasValueGreaterThan(1);
    }

    /** Mirrors that know nothing of large files send git's pointer in the place of the file. */
    @Test
    void aPointerInThePlaceOfTheFileIsRefused() {
        byte[] pointer =
                "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
                        .formatted(Workbench.sha256(MODEL), MODEL.length)
                        .getBytes(StandardCharsets.US_ASCII);
        publish(MODEL, "o/r");
        serve(asked -> Reply.file(asked, pointer, "\"pointer\""));
        assertThatThrownBy(this::pull).isInstanceOf(BundleException.class);
        assertThat(bench.store().installed()).isEmpty();
    }

    @Test
    void aContentOtherThanTheLinkedDigestIsRefusedAndDeleted() {
        publish(MODEL, "o/r");
        serve(asked -> Reply.file(asked, OTHER, "\"cdn\""));
        assertThatThrownBy(this::pull)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining(Workbench.sha256(MODEL));
        serve(asked -> Reply.file(asked, MODEL, "\"cdn\""));
        assertThat(pull()).hasBinaryContent(MODEL);
    }

    @Test
    void fetchesTheCommitThatTheHeadersName() {
        publish(MODEL, "o/r");
        serve(asked -> Reply.file(asked, MODEL, "\"cdn\""));
        pull();
        assertThat(server.asked("/o/r/resolve/" + COMMIT + "/m.gguf"))
                .as("not what main is by then")
                .isNotEmpty();
        assertThat(bench.store().installed().getFirst().revision()).isEqualTo(COMMIT);
    }
}
