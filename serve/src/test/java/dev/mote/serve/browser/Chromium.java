package dev.mote.serve.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium of this machine with a fresh profile, reached by its DevTools protocol. No
 * driver is needed for that, only the browser.
 */
final class Chromium implements AutoCloseable {
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final Path profile;
    private final URI endpoint;

    private Chromium(Process process, Path profile, URI endpoint) {
        this.process = process;
        this.profile = profile;
        this.endpoint = endpoint;
    }

    /** Where it is installed; empty if it is not. */
    static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name ->
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                                .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it. */
    static Chromium start(Path program) throws IOException {
        Path profile = Files.createTempDirectory("mote-chromium");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        program.toString(),
                                        "--headless=new",
                                        "--no-sandbox", // which containers do not allow
                                        "--disable-gpu",
                                        "--disable-dev-shm-usage",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync",
                                        "--no-first-run",
                                        "--hide-scrollbars",
                                        "--user-data-dir=" + profile,
                                        "--remote-debugging-port=0",
                                        "about:blank"))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        boolean started = false;
        try {
            URI endpoint = endpoint(process);
            started = true;
            return new Chromium(process, profile, endpoint);
        } finally {
            if (!started) {
                process.destroyForcibly();
            }
        }
    }

    private static URI endpoint(Process process) throws IOException {
        BufferedReader errors =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        String line = errors.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            said.append(line).append('\n');
            line = errors.readLine();
        }
        if (line == null) {
            throw new IOException("Chromium did not start: " + said);
        }
        Thread.ofVirtual().start(() -> errors.lines().forEach(further -> {})); // or it would block
        return URI.create(line.substring(LISTENING.length()).strip());
    }

    /** A new page in it. */
    BrowserPage newPage() throws IOException, InterruptedException {
        return BrowserPage.open(endpoint);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        Files.walkFileTree(
                profile,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE; // the dying browser removes some itself
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, IOException none) {
                        folder.toFile().delete();
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
