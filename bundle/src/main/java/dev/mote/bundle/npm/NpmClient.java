package dev.mote.bundle.npm;

import dev.mote.bundle.DownloadException;
import dev.mote.bundle.Environment;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The user's own npm, where it is installed: it knows the registry it uses when nobody configured
 * one. That address is npm's to choose, so it is asked for and not written down here.
 */
final class NpmClient {
    private static final long ANSWER_SECONDS_MAX = 30;
    private static final int ANSWER_BYTES_MAX = 8 << 10;

    private NpmClient() {}

    /** What {@code npm config get registry} says; empty without npm or where it says no URL. */
    static Optional<String> registry(Environment environment) {
        return find(environment).flatMap(npm -> ask(npm, environment));
    }

    /** The first {@code npm} (on Windows {@code npm.cmd}) in the folders of PATH. */
    private static Optional<Path> find(Environment environment) {
        String path = environment.first("PATH", "Path").orElse("");
        for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            for (String name : new String[] {"npm.cmd", "npm"}) {
                try {
                    Path npm = Path.of(folder).resolve(name);
                    if (npm.isAbsolute() && Files.isRegularFile(npm) && Files.isExecutable(npm)) {
                        return Optional.of(npm);
                    }
                } catch (InvalidPathException e) {
                    // not a folder one could have npm in
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ask(Path npm, Environment environment) {
        ProcessBuilder builder =
                new ProcessBuilder(npm.toString(), "config", "get", "registry")
                        .directory(environment.workingDirectory().toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment.variables());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.empty(); // as good as not installed
        }
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                return Optional.empty();
            }
            byte[] answer = process.getInputStream().readNBytes(ANSWER_BYTES_MAX);
            return Optional.of(new String(answer, StandardCharsets.UTF_8).strip())
                    .filter(text -> text.matches("https?://\\S+"));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DownloadException(
                    DownloadException.Reason.INTERRUPTED,
                    "interrupted while asking npm for its registry",
                    e);
        } finally {
            process.destroyForcibly();
        }
    }
}
