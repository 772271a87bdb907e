package dev.mote.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mote.bundle.DownloadException.Reason;
import dev.mote.bundle.LocalServer.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class WebDownloadTest {
    private static final byte[] MODEL = Workbench.noise(3_000_000, 1);
    private static final String PATH = "/models/m.gguf";

    @TempDir Path folder;
    private final LocalServer server = new LocalServer();
    private Workbench bench;
    private String source;

    @BeforeEach
    void start() {
        bench = new Workbench(folder);
        source = server.url() + PATH;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path pull() {
        return bench.store().pull(source, ProgressListener.silent());
    }

    /** Where a request goes on; the client may have lost the last bytes before a cut. */
    private static int rangeStart(LocalServer.Asked asked) {
        return Integer.parseInt(asked.header("range").replaceAll("\\D", ""));
    }

    private DownloadException refused() {
        DownloadException failure = catchThrowableOfType(DownloadException.class, () -> pull());
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void goesOnWhereACutConnectionEnded() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        server.route(
                PATH,
                asked -> {
                    Reply whole = Reply.file(asked, MODEL, "\"a\"");
                    return tries.incrementAndGet() < 3 ? whole.cutAfter(1_100_000) : whole;
                });
        assertThat(pull()).hasBinaryContent(MODEL);
        List<LocalServer.Asked> requests = server.asked(PATH);
        assertThat(requests).hasSize(3);
        assertThat(rangeStart(requests.get(1))).isBetween(1_000_000, 1_100_000);
        assertThat(requests.get(1).header("if-range")).isEqualTo("\"a\"");
        assertThat(rangeStart(requests.get(2))).isBetween(2_000_000, 2_200_000);
    }

    @Test
    void aLaterPullGoesOnWhereAnEarlierOneGaveUp() {
        server.route(PATH, asked -> Reply.file(asked, MODEL, "\"a\"").cutAfter(200_000));
        assertThat(refused().reason()).isIn(Reason.INCOMPLETE, Reason.UNREACHABLE);
        assertThat(Workbench.filesBelow(bench.home()))
                .as("only the part, its state and the lock are left")
                .allMatch(file -> file.toString().matches(".*(\\.part|\\.part\\.json|\\.lock)"));
        server.route(PATH, asked -> Reply.file(asked, MODEL, "\"a\""));
        assertThat(pull()).hasBinaryContent(MODEL);
        assertThat(rangeStart(server.asked(PATH).getLast())).isBetween(400_000, 600_000);
    }

    @Test
    void startsAnewWhereRangesAreIgnored() {
        AtomicInteger tries = new AtomicInteger();
        server.route(
                PATH,
                asked -> {
                    Reply whole = Reply.of(200, MODEL).with("ETag", "\"a\"");
                    return tries.incrementAndGet() == 1 ? whole.cutAfter(1_500_000) : whole;
                });
        assertThat(pull()).hasBinaryContent(MODEL);
    }

    /** Leaves a whole part behind: the host does not say where the body ends, but cuts it there. */
    private void leaveWholePart(String etag) {
        server.route(
                PATH,
                asked ->
                        Reply.of(200, withoutEnd(MODEL))
                                .with("Transfer-Encoding", "chunked")
                                .with("ETag", etag));
        refused();
    }

    /** One chunk, without the empty one that ends a body (RFC 9112, section 7.1). */
    private static byte[] withoutEnd(byte[] content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                (Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    @Test
    @Timeout(60)
    void givesUpOnAHostThatSendsTheSameAgainAndAgainWithoutEnd() {
        leaveWholePart("\"a\"");
        assertThat(server.asked(PATH)).hasSize(3);
    }

    private static Reply unsatisfied(int length, String etag) {
        return Reply.text(416, "nothing there")
                .with("Content-Range", "bytes */" + length)
                .with("ETag", etag);
    }

    @Test
    void keepsAWholePartWhenTheHostHasNothingToAdd() {
        leaveWholePart("\"a\"");
        server.asked().clear();
        server.route(PATH, asked -> unsatisfied(MODEL.length, "\"a\""));
        assertThat(pull()).hasBinaryContent(MODEL);
        assertThat(server.asked(PATH)).hasSize(1);
        assertThat(rangeStart(server.asked(PATH).getFirst())).isEqualTo(MODEL.length);
    }

    @Test
    void startsAnewWhenTheHostHasLessThanThePart() {
        byte[] newer = Workbench.noise(2_000_000, 2);
        leaveWholePart("\"a\"");
        server.route(
                PATH,
                asked ->
                        asked.header("range").isEmpty()
                                ? Reply.file(asked, newer, "\"b\"")
                                : unsatisfied(newer.length, "\"b\""));
        assertThat(pull()).hasBinaryContent(newer);
    }

    @Test
    void startsAnewWhenTheContentChangedMidway() {
        byte[] newer = Workbench.noise(2_000_000, 2);
        AtomicInteger tries = new AtomicInteger();
        server.route(
                PATH,
                asked ->
                        tries.incrementAndGet() == 1
                                ? Reply.file(asked, MODEL, "\"a\"").cutAfter(1_500_000)
                                : Reply.file(asked, newer, "\"b\""));
        assertThat(pull()).hasBinaryContent(newer);
    }

    @Test
    void neverJoinsBytesOfTwoContentsWithoutAValidator() {
        AtomicInteger tries = new AtomicInteger();
        server.route(
                PATH,
                asked ->
                        tries.incrementAndGet() == 1
                                ? Reply.of(200, MODEL).cutAfter(1_500_000)
                                : Reply.of(200, MODEL));
        assertThat(pull()).hasBinaryContent(MODEL);
        assertThat(server.asked(PATH).getLast().header("range")).isEmpty();
    }

    @Test
    void refusesAnotherRangeThanAskedFor() {
        AtomicInteger tries = new AtomicInteger();
        server.route(
                PATH,
                asked ->
                        switch (tries.incrementAndGet()) {
                            case 1 -> Reply.file(asked, MODEL, "\"a\"").cutAfter(1_500_000);
                            case 2 ->
                                    Reply.of(206, new byte[10])
                                            .with("Content-Range", "bytes 0-9/3000000");
                            default -> Reply.file(asked, MODEL, "\"a\"");
                        });
        assertThat(pull()).hasBinaryContent(MODEL);
    }

    @Test
    void deletesAContentWithTheWrongDigest() {
        server.route(PATH, asked -> Reply.file(asked, MODEL, "\"a\""));
        String wrong = "0".repeat(64);
        source += "#sha256=" + wrong;
        assertThatThrownBy(this::pull)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining(Workbench.sha256(MODEL))
                .hasMessageContaining(wrong)
                .hasMessageContaining("deleted");
        assertThat(Workbench.filesBelow(bench.home()))
                .allMatch(file -> file.toString().endsWith(".lock"));
    }

    @Test
    void pinsTheDigestOfTheFirstDownload() throws Exception {
        server.route(PATH, asked -> Reply.file(asked, MODEL, "\"a\""));
        pull();
        ModelStore store = bench.store();
        assertThat(store.remove(source)).isTrue();
        server.route(PATH, asked -> Reply.file(asked, Workbench.noise(1000, 3), "\"b\""));
        assertThatThrownBy(this::pull)
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("pinned at the first download")
                .hasMessageContaining("pins");
        assertThat(store.locate(source)).isEmpty();
    }

    @Test
    void aBrokenHandshakeIsNoMatterOfTrustAndIsTriedAgain() throws IOException {
        AtomicInteger tries = new AtomicInteger();
        try (ServerSocket host = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        while (!host.isClosed()) {
                            try (Socket client = host.accept()) {
                                client.getInputStream().read();
                                tries.incrementAndGet();
                            } catch (IOException e) {
                                return; // closed
                            }
                        }
                    });
            source = "https://127.0.0.1:" + host.getLocalPort() + PATH;
            assertThat(refused()).hasMessageNotContaining("certificate authority");
            assertThat(tries.get()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void givesUpOnAHostThatStopsSending() {
        bench.stall(Duration.ofMillis(300));
        server.route(
                PATH, asked -> Reply.file(asked, MODEL, "\"a\"").cutAfter(1000).stalling(30_000));
        long start = System.nanoTime();
        DownloadException failure = refused();
        assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(failure).hasMessageContaining("127.0.0.1");
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(20_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410, 400, 501})
    void asksOnlyOnceWhenTheAnswerIsFinal(int status) {
        server.route(PATH, asked -> Reply.text(status, "no"));
        assertThat(refused()).hasMessageContaining("answered " + status);
        assertThat(server.asked(PATH)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void asksAgainAFewTimesWhenTheHostIsBusy(int status) {
        server.route(PATH, asked -> Reply.text(status, "busy"));
        refused();
        assertThat(server.asked(PATH)).hasSize(3);
    }

    @Test
    void recoversFromABusyHost() {
        AtomicInteger tries = new AtomicInteger();
        server.route(
                PATH,
                asked ->
                        tries.incrementAndGet() < 3
                                ? Reply.text(503, "busy").with("Retry-After", "0")
                                : Reply.file(asked, MODEL, "\"a\""));
        assertThat(pull()).hasBinaryContent(MODEL);
    }

    @Test
    void doesNotSleepForAHostThatAsksForHours() {
        server.route(PATH, asked -> Reply.text(429, "busy").with("Retry-After", "86400"));
        assertThat(refused().reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(server.asked(PATH)).hasSize(1);
    }

    @Test
    void followsRedirectsButNotForEver() {
        server.route("/start", asked -> Reply.redirect(PATH));
        server.route(PATH, asked -> Reply.redirect("/start"));
        assertThat(refused()).hasMessageContaining("redirects");
    }

    @Test
    void refusesUnencryptedHostsBeyondThisDevice() {
        source = "http://example.invalid/m.gguf";
        DownloadException failure = refused();
        assertThat(failure.reason()).isEqualTo(Reason.INSECURE);
        assertThat(failure).hasMessageContaining("MOTE_ALLOW_HTTP=1");
    }

    @Test
    void namesAHostThatCannotBeFoundAndTheRemedy() {
        source = "https://no-such-host.invalid/m.gguf";
        assertThat(refused())
                .hasMessageContaining("no-such-host.invalid: host not found")
                .hasMessageContaining("check the network");
    }

    @Test
    void asksForDiskSpaceBeforeFetching() {
        bench.usableBytes(path -> 1_000_000);
        server.route(PATH, asked -> Reply.file(asked, MODEL, "\"a\""));
        DiskSpaceException failure = catchThrowableOfType(DiskSpaceException.class, () -> pull());
        assertThat(failure.usableBytes()).isEqualTo(1_000_000);
        assertThat(failure.neededBytes()).isGreaterThan(MODEL.length);
        assertThat(failure)
                .hasMessageContaining("1000000 bytes free")
                .hasMessageContaining("mote rm");
        assertThat(Workbench.filesBelow(bench.home()))
                .noneMatch(file -> file.toFile().length() > 1000);
    }

    @Test
    void anInterruptedPullLeavesOnlyThePartAndGoesOn() throws Exception {
        server.route(
                PATH, asked -> Reply.file(asked, MODEL, "\"a\"").cutAfter(800_000).stalling(200));
        Thread[] puller = new Thread[1];
        Throwable[] failure = new Throwable[1];
        ProgressListener interrupting =
                progress -> {
                    if (progress.bytesDone() > 0) {
                        Thread.currentThread().interrupt();
                    }
                };
        puller[0] =
                Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, e) -> failure[0] = e)
                        .start(() -> bench.store().pull(source, interrupting));
        puller[0].join();
        assertThat(failure[0]).isInstanceOf(DownloadException.class);
        assertThat(((DownloadException) failure[0]).reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(bench.store().installed()).isEmpty();
        server.route(PATH, asked -> Reply.file(asked, MODEL, "\"a\""));
        assertThat(pull()).hasBinaryContent(MODEL);
    }

    @Test
    void takesABodyWithoutALength() {
        byte[] chunk = "5\r\nhello\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        server.route(PATH, asked -> Reply.of(200, chunk).with("Transfer-Encoding", "chunked"));
        assertThat(pull()).hasContent("hello");
        assertThat(Files.exists(bench.home())).isTrue();
    }
}
