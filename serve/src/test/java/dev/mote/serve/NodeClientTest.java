package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.json.Json;
import dev.mote.testing.Conformance;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The official Node clients of OpenAI and Anthropic understand the server. They are installed into
 * {@code serve/target} by the user's own npm; without it the suite says that it did not run.
 */
class NodeClientTest {
    private static final String SUITE = "node clients";
    private static final List<String> PACKAGES =
            List.of("openai@7.57.0", "@anthropic-ai/sdk@1.12.0");

    private final Path folder = Conformance.root().resolve("serve/target/node-clients");

    @Test
    void clientsOfOpenAiAndAnthropicWork() throws IOException, InterruptedException {
        install();
        try (InputStream script = NodeClientTest.class.getResourceAsStream("clients.mjs")) {
            assertThat(script).isNotNull();
            Files.copy(script, folder.resolve("clients.mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (TestServer server = TestServer.start()) {
            Run run = run(60, "node", "clients.mjs", server.server.uri().toString());
            List<Map<String, ?>> cases = new ArrayList<>();
            for (String line : run.output().lines().filter(l -> l.startsWith("{")).toList()) {
                cases.add(Json.parseObject("a case", line));
            }
            long passed = cases.stream().filter(c -> Boolean.TRUE.equals(c.get("ok"))).count();
            Conformance.report(SUITE, (int) passed, cases.size());
            assertThat(cases).as(run.output()).hasSize(16);
            assertThat(cases).allSatisfy(c -> assertThat(c.get("ok")).as("%s", c).isEqualTo(true));
        }
    }

    private void install() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path done = folder.resolve("installed");
        if (Files.exists(done) && Files.readString(done).equals(PACKAGES.toString())) {
            return;
        }
        Files.writeString(folder.resolve("package.json"), "{\"private\":true}\n");
        List<String> command =
                new ArrayList<>(
                        List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"));
        command.addAll(PACKAGES);
        try {
            Run run = run(180, command.toArray(String[]::new));
            skipUnless(run.status() == 0, "npm could not install " + PACKAGES);
            skipUnless(run(20, "node", "--version").status() == 0, "node does not run");
        } catch (IOException e) {
            skipUnless(false, "npm or node is not installed");
        }
        Files.writeString(done, PACKAGES.toString());
    }

    private static void skipUnless(boolean holds, String reason) {
        if (!holds) {
            Conformance.skipped(SUITE, reason);
        }
        Assumptions.assumeTrue(holds, reason);
    }

    private record Run(int status, String output) {}

    private Run run(int seconds, String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        Thread guard =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                                    process.destroyForcibly();
                                }
                            } catch (InterruptedException e) {
                                process.destroyForcibly();
                            }
                        });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        guard.interrupt();
        return new Run(status, output);
    }
}
