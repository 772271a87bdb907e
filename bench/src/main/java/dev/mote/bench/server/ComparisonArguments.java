package dev.mote.bench.server;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to compare.
 *
 * @param llama folder of llama.cpp's programs
 * @param mote the mote command
 * @param model a GGUF file that both read
 * @param threads threads of both
 * @param streams numbers of streams at once
 * @param tokens of each answer
 * @param rounds interleaved rounds
 * @param alone whether mote is measured without its peer
 * @param results file for the raw samples
 */
record ComparisonArguments(
        Path llama,
        Path mote,
        Path model,
        int threads,
        List<Integer> streams,
        int tokens,
        int rounds,
        boolean alone,
        Path results) {
    static ComparisonArguments parse(String[] words) {
        Path llama = Path.of("bench/target/llama-cpp/build/bin");
        Path mote = Path.of("./mote");
        Path results = Path.of("bench/target/server.json");
        Path model = null;
        int threads = Runtime.getRuntime().availableProcessors();
        List<Integer> streams = List.of(1, 4, 8);
        int tokens = 64;
        int rounds = 5;
        boolean alone = false;
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--llama" -> llama = Path.of(words[++i]);
                case "--mote" -> mote = Path.of(words[++i]);
                case "--results" -> results = Path.of(words[++i]);
                case "--threads" -> threads = Integer.parseInt(words[++i]);
                case "--streams" ->
                        streams = Stream.of(words[++i].split(",")).map(Integer::valueOf).toList();
                case "--tokens" -> tokens = Integer.parseInt(words[++i]);
                case "--rounds" -> rounds = Integer.parseInt(words[++i]);
                case "--alone" -> alone = true;
                default -> model = Path.of(words[i]);
            }
        }
        if (model == null) {
            throw new IllegalArgumentException("name a GGUF file");
        }
        return new ComparisonArguments(
                llama, mote, model, threads, streams, tokens, rounds, alone, results);
    }
}
