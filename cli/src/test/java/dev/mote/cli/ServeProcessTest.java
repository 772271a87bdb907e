package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.testing.Conformance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real process of {@code mote serve}: how it starts, whom it lets in, how it ends. */
@DisabledOnOs(OS.WINDOWS) // which has no SIGTERM
class ServeProcessTest {
    private static final String MODEL =
            Conformance.file("golden/models/llama-bias.gguf").orElseThrow().toString();

    @TempDir Path home;

    private final List<String> lines = new ArrayList<>();
    private @Nullable Process process;

    @AfterEach
    void end() throws InterruptedException {
        Process started = process;
        if (started != null) {
            started.destroyForcibly().waitFor();
        }
    }

    /** Starts it and waits until it listens; returns its address. */
    private String start(String... arguments) throws IOException {
        String path =
                Stream.of("java.class.path", "jdk.module.path")
                        .map(System::getProperty)
                        .filter(value -> value != null && !value.isEmpty())
                        .reduce((a, b) -> a + File.pathSeparator + b)
                        .orElseThrow();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-Xlog:class+load:file=" + home.resolve("classes.log"),
                                "-cp",
                                path,
                                "dev.mote.cli.Main",
                                "serve",
                                "--port",
                                "0",
                                "--threads",
                                "1"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MOTE_HOME", home.toString());
        builder.environment().remove("MOTE_STDERR_FD");
        builder.environment().remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        Process started = builder.start();
        process = started;
        BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            int at = line.indexOf("listening on ");
            if (at >= 0) {
                return line.substring(at + "listening on ".length()).strip();
            }
        }
        throw new AssertionError("it ended: " + lines);
    }

    private static HttpURLConnection open(String address, String body, String key)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setReadTimeout(60_000);
        if (!key.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + key);
        }
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        return connection;
    }

    @Test
    void finishesTheAnswerUnderWayWhenItIsToldToEnd() throws IOException, InterruptedException {
        String address = start("-m", MODEL);
        Process server = Objects.requireNonNull(process);
        HttpURLConnection answer =
                open(
                        address + "/v1/completions",
                        "{\"prompt\":\"hello\",\"max_tokens\":200,\"n\":8,\"stream\":true}",
                        "");
        try (InputStream in = answer.getInputStream()) {
            assertThat(in.read()).isEqualTo('d'); // of "data:"
            server.destroy(); // SIGTERM
            String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest.stripTrailing()).endsWith("data: [DONE]");
        }
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(143); // as shells tell of SIGTERM
        assertThat(Files.readString(home.resolve("classes.log")))
                .contains("dev.mote.serve.Server ")
                .doesNotContain("io.opentelemetry");
    }

    @Test
    void demandsAKeyOnAnyAddressThatOthersReach() throws IOException {
        String address = start("-m", MODEL, "--host", "0.0.0.0");
        String local = address.replace("0.0.0.0", "127.0.0.1");
        String shown =
                lines.stream().filter(line -> line.contains("mote-")).findFirst().orElseThrow();
        String key = shown.replaceAll(".*(mote-[A-Za-z0-9_-]+).*", "$1");
        assertThat(open(local + "/v1/models", "", "").getResponseCode()).isEqualTo(401);
        assertThat(open(local + "/v1/models", "", key).getResponseCode()).isEqualTo(200);
        Path kept = home.resolve("serve").resolve("api-key.sha256");
        assertThat(Files.readString(kept)).matches("[0-9a-f]{64}\n").doesNotContain(key);
        assertThat(lines).anyMatch(line -> line.contains("others can reach 0.0.0.0"));
    }

    @Test
    void servesAFolderOfModels() throws IOException {
        String folder = String.valueOf(Path.of(MODEL).getParent());
        String address = start("--models-dir", folder, "--memory", "1G");
        HttpURLConnection list = open(address + "/v1/models", "", "");
        try (InputStream in = list.getInputStream()) {
            String models = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(models).contains("\"llama-bias\"").contains("\"loaded\":false");
        }
        HttpURLConnection answer =
                open(
                        address + "/v1/completions",
                        "{\"model\":\"llama-bias\",\"prompt\":\"hello\",\"max_tokens\":2}",
                        "");
        assertThat(answer.getResponseCode()).isEqualTo(200);
    }
}
