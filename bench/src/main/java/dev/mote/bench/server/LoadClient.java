package dev.mote.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * A client of the load: request after request, each at random one that reads to the end, goes away
 * in the middle, reads slowly, sends too much, or sends nonsense.
 */
final class LoadClient {
    private static final int OVERSIZE_BYTES = 9 << 20;
    private static final int TOKENS_MAX = 48;

    private final int port;
    private final long endNanos;
    private final RandomGenerator random;
    private final Map<String, LongAdder> outcomes;
    private final List<Double> gapsMs = new ArrayList<>();

    LoadClient(int port, long endNanos, RandomGenerator random, Map<String, LongAdder> outcomes) {
        this.port = port;
        this.endNanos = endNanos;
        this.random = random;
        this.outcomes = outcomes;
    }

    static Map<String, LongAdder> outcomes() {
        return new ConcurrentHashMap<>();
    }

    /** Time between tokens of answers that were read as fast as they came. */
    List<Double> gapsMs() {
        return gapsMs;
    }

    void run() throws InterruptedException {
        while (System.nanoTime() < endNanos) {
            int kind = random.nextInt(100);
            try {
                if (kind < 5) {
                    count("oversize: " + refused(oversize()));
                } else if (kind < 10) {
                    count("nonsense: " + refused("{\"prompt\":" + "[".repeat(random.nextInt(500))));
                } else {
                    count(stream(kind));
                }
            } catch (IOException e) {
                count("connection closed by the server");
            }
            Thread.sleep(random.nextInt(200));
        }
    }

    private void count(String outcome) {
        outcomes.computeIfAbsent(outcome, key -> new LongAdder()).increment();
    }

    private static String oversize() {
        return "{\"prompt\":\"" + "x".repeat(OVERSIZE_BYTES) + "\"}";
    }

    private String refused(String body) throws IOException {
        try (Socket socket = StreamedAnswer.connect(port)) {
            try {
                StreamedAnswer.send(socket, "/v1/completions", body);
            } catch (IOException e) {
                // The server need not hear a body out that it will not take.
            }
            return status(StreamedAnswer.reader(socket).readLine());
        }
    }

    private static String status(String line) {
        return line == null ? "closed" : line.replaceAll("^HTTP/1.1 (\\d+).*", "$1");
    }

    private String stream(int kind) throws IOException, InterruptedException {
        boolean leaves = kind < 40;
        boolean slow = kind >= 40 && kind < 55;
        String prompt = "Number %d walked along the road and".formatted(random.nextInt(1_000_000));
        int tokens = 1 + random.nextInt(TOKENS_MAX);
        try (Socket socket = StreamedAnswer.connect(port)) {
            StreamedAnswer.send(socket, "/v1/completions", StreamedAnswer.body(prompt, tokens, 2));
            if (leaves && random.nextBoolean()) {
                Thread.sleep(random.nextInt(1000));
                return "left before the answer";
            }
            BufferedReader in = StreamedAnswer.reader(socket);
            String status = status(in.readLine());
            if (!status.equals("200")) {
                return "status " + status;
            }
            int leaveAfter = leaves ? random.nextInt(tokens) : Integer.MAX_VALUE;
            long before = 0;
            int events = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("data: [DONE]")) {
                    return slow ? "complete, read slowly" : "complete";
                }
                if (line.startsWith("data: ") && StreamedAnswer.hasText(line)) {
                    long now = System.nanoTime();
                    if (before != 0 && !slow) {
                        gapsMs.add((now - before) / 1e6);
                    }
                    before = now;
                    if (++events > leaveAfter) {
                        return "left in the middle";
                    }
                    if (slow) {
                        Thread.sleep(random.nextInt(100));
                    }
                }
            }
            return "cut off";
        }
    }
}
