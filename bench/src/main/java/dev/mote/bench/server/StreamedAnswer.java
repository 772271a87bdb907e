package dev.mote.bench.server;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One streamed completion, asked over a connection of its own, and when its parts arrived.
 *
 * @param startNanos when the request was sent
 * @param arrivalNanos when each event with text came
 * @param tokens of the answer, as its usage tells
 */
record StreamedAnswer(long startNanos, List<Long> arrivalNanos, int tokens) {
    private static final int ANSWER_WAIT_MS = 120_000;
    private static final String DATA = "data: ";

    /**
     * Asks and reads to the end. Events are read line by line from the chunked answer as it is, for
     * both servers put whole events into chunks.
     *
     * @throws IOException if the answer is not a complete stream
     */
    static StreamedAnswer ask(int port, String path, String body) throws IOException {
        try (Socket socket = connect(port)) {
            long start = System.nanoTime();
            send(socket, path, body);
            BufferedReader in = reader(socket);
            String status = String.valueOf(in.readLine());
            if (!status.contains(" 200 ")) {
                throw new IOException("answered " + status);
            }
            List<Long> arrivals = new ArrayList<>();
            int tokens = 0;
            String line = in.readLine();
            while (line != null && !line.equals(DATA + "[DONE]")) {
                if (line.startsWith(DATA)) {
                    long now = System.nanoTime();
                    if (line.contains("\"completion_tokens\"")) {
                        tokens = tokens(line.substring(DATA.length()));
                    } else if (hasText(line)) {
                        arrivals.add(now);
                    }
                }
                line = in.readLine();
            }
            if (line == null || tokens == 0) {
                throw new IOException("the stream ended early");
            }
            return new StreamedAnswer(start, arrivals, tokens);
        }
    }

    /** A request that is streamed to the end of {@code tokens}, greedily, never ending earlier. */
    static String body(String prompt, int tokens, int endToken) {
        return ("{\"prompt\":\"%s\",\"max_tokens\":%d,\"temperature\":0,\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true},"
                        + "\"logit_bias\":{\"%d\":-100}}")
                .formatted(prompt, tokens, endToken);
    }

    /** Connects to a server of this machine. */
    static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_WAIT_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        return socket;
    }

    /** Sends a request whole. */
    static void send(Socket socket, String path, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                String.join(
                        "\r\n",
                        "POST " + path + " HTTP/1.1",
                        "Host: localhost",
                        "Content-Type: application/json",
                        "Content-Length: " + bytes.length,
                        "",
                        "");
        OutputStream out = socket.getOutputStream();
        out.write((head + body).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** What comes back, line by line. */
    static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Whether an event brings text. */
    static boolean hasText(String line) {
        return line.contains("\"text\":\"") && !line.contains("\"text\":\"\"");
    }

    private static int tokens(String json) throws IOException {
        Object usage = JSON.std.mapFrom(json).get("usage");
        return usage instanceof Map<?, ?> map
                        && map.get("completion_tokens") instanceof Number number
                ? number.intValue()
                : 0;
    }

    /** Milliseconds from the request to the first text. */
    double firstMs() {
        return (arrivalNanos.getFirst() - startNanos) / 1e6;
    }

    /** Milliseconds between one text and the next. */
    List<Double> gapsMs() {
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < arrivalNanos.size(); i++) {
            gaps.add((arrivalNanos.get(i) - arrivalNanos.get(i - 1)) / 1e6);
        }
        return gaps;
    }
}
