package dev.mote.bench.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, on a free port of this machine. */
final class ServerProcess implements AutoCloseable {
    private static final int START_SECONDS_MAX = 120;

    private final String name;
    private final Process process;
    private final int port;

    private ServerProcess(String name, Process process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
    }

    /** Starts mote's server; further arguments go to it as they are. */
    static ServerProcess mote(Path command, Path model, int threads, String... further)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> words =
                new ArrayList<>(
                        List.of(
                                command.toString(),
                                "serve",
                                "--quiet",
                                "-m",
                                model.toString(),
                                "--threads",
                                Integer.toString(threads),
                                "--port",
                                Integer.toString(port)));
        words.addAll(List.of(further));
        return start("mote", words, port);
    }

    /** Starts llama.cpp's server with as many slots as streams at most. */
    static ServerProcess llama(Path programs, Path model, int threads, int slots, int contextEach)
            throws IOException, InterruptedException {
        int port = freePort();
        return start(
                "llama.cpp",
                List.of(
                        programs.resolve("llama-server").toString(),
                        "-m",
                        model.toString(),
                        "-t",
                        Integer.toString(threads),
                        "--parallel",
                        Integer.toString(slots),
                        "-c",
                        Integer.toString(slots * contextEach),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port)),
                port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static ServerProcess start(String name, List<String> words, int port)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(words)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        ServerProcess server = new ServerProcess(name, process, port);
        boolean ready = false;
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
            while (!server.isHealthy()) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException("did not start: " + String.join(" ", words));
                }
                Thread.sleep(50);
            }
            ready = true;
            return server;
        } finally {
            if (!ready) {
                server.close();
            }
        }
    }

    private boolean isHealthy() {
        try {
            return connection("/health").getResponseCode() == 200;
        } catch (IOException e) { // not listening yet
            return false;
        }
    }

    /** The body of an answer to GET. */
    String get(String path) throws IOException {
        try (java.io.InputStream in = connection(path).getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpURLConnection connection(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(5000);
        connection.setReadTimeout(30_000);
        return connection;
    }

    /** Whose server. */
    String name() {
        return name;
    }

    /** Where it listens. */
    int port() {
        return port;
    }

    /** Its process; launchers replace themselves by the program or wait for it as a child. */
    long javaPid() {
        return process.children().findFirst().map(ProcessHandle::pid).orElse(process.pid());
    }

    /** Ends it, politely first; gives the exit status. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
