package dev.mote.bundle;

import dev.mote.bundle.files.DiskSpace;
import dev.mote.bundle.http.RetryPolicy;
import dev.mote.bundle.http.Transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A store in a temporary folder, short waits, and surroundings without the user's own settings. */
public final class Workbench {
    private final Path folder;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private DiskSpace.Probe probe = path -> 1L << 40;
    private Duration stall = Duration.ofSeconds(20);
    private Catalogue catalogue = Catalogue.load();

    public Workbench(Path folder) {
        this.folder = folder;
        variables.put("npm_config_globalconfig", folder.resolve("no-npmrc").toString());
        variables.put("npm_config_userconfig", folder.resolve("user-npmrc").toString());
    }

    public Workbench variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    public Workbench userNpmrc(String text) {
        try {
            Files.writeString(folder.resolve("user-npmrc"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public Workbench usableBytes(DiskSpace.Probe bytes) {
        probe = bytes;
        return this;
    }

    public Workbench stall(Duration longest) {
        stall = longest;
        return this;
    }

    public Workbench catalogue(Catalogue mine) {
        catalogue = mine;
        return this;
    }

    public Environment environment() {
        return new Environment(variables, folder.resolve("user"), folder);
    }

    public Path home() {
        return folder.resolve("home");
    }

    public ModelStore store() {
        RetryPolicy retry =
                new RetryPolicy(
                        3, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(1));
        Transport.Options options =
                new Transport.Options(
                        false, Duration.ofSeconds(20), Duration.ofSeconds(20), stall, retry);
        return new ModelStore(
                home(), () -> catalogue, new ModelPull.Surroundings(environment(), options, probe));
    }

    /** A catalogue of one entry named {@code mine}. */
    public static Catalogue catalogueOf(String source, byte[] content, String file) {
        return new Catalogue(
                List.of(
                        new CatalogueEntry(
                                "mine",
                                List.of("alias"),
                                ModelKind.CHAT,
                                "a test",
                                "1M",
                                "F32",
                                content.length,
                                sha256(content),
                                "Apache-2.0",
                                SourceSyntax.parse(source).orElseThrow(),
                                file,
                                16,
                                List.of("en"))),
                "mine",
                "test");
    }

    /** Noise that is the same every time. */
    public static byte[] noise(int bytes, long seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    public static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest("SHA-256", content));
    }

    public static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Every regular file below a folder. */
    public static List<Path> filesBelow(Path root) {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
