package dev.mote.serve.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The accessibility rules of axe-core, installed by the user's own npm. */
final class AxeCore {
    private static final String PACKAGE = "axe-core@4.14.1";

    private AxeCore() {}

    /** Its script; empty if it could not be had. */
    static Optional<Path> script(Path folder) throws IOException, InterruptedException {
        Path script = folder.resolve("node_modules/axe-core/axe.min.js");
        if (Files.isReadable(script)) {
            return Optional.of(script);
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("package.json"), "{\"private\":true}\n");
        try {
            Process npm =
                    new ProcessBuilder(
                                    "npm",
                                    "install",
                                    "--no-audit",
                                    "--no-fund",
                                    "--ignore-scripts",
                                    PACKAGE)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("npm.log").toFile())
                            .start();
            if (!npm.waitFor(120, TimeUnit.SECONDS)) {
                npm.destroyForcibly();
                return Optional.empty();
            }
        } catch (IOException e) { // npm is not installed
            return Optional.empty();
        }
        return Optional.of(script).filter(Files::isReadable);
    }
}
