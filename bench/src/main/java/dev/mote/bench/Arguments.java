package dev.mote.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What to compare.
 *
 * @param llama folder of llama.cpp's programs
 * @param mote the mote command
 * @param models GGUF files that both read
 * @param threads threads of both
 * @param prompt tokens of the prefill test
 * @param generate tokens of the decode test
 * @param rounds interleaved rounds
 * @param runs runs in each process, besides the warm-up
 * @param results file for the raw samples
 */
record Arguments(
        Path llama,
        Path mote,
        List<Path> models,
        int threads,
        int prompt,
        int generate,
        int rounds,
        int runs,
        Path results) {
    static Arguments parse(String[] words) {
        Path llama = Path.of("bench/target/llama-cpp/build/bin");
        Path mote = Path.of("./mote");
        Path results = Path.of("bench/target/side-by-side.json");
        int threads = Runtime.getRuntime().availableProcessors();
        int prompt = 512;
        int generate = 64;
        int rounds = 7;
        int runs = 1;
        List<Path> models = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--llama" -> llama = Path.of(words[++i]);
                case "--mote" -> mote = Path.of(words[++i]);
                case "--results" -> results = Path.of(words[++i]);
                case "--threads" -> threads = Integer.parseInt(words[++i]);
                case "--prompt" -> prompt = Integer.parseInt(words[++i]);
                case "--generate" -> generate = Integer.parseInt(words[++i]);
                case "--runs" -> runs = Integer.parseInt(words[++i]);
                case "--rounds" -> rounds = Integer.parseInt(words[++i]);
                default -> models.add(Path.of(words[i]));
            }
        }
        return new Arguments(
                llama, mote, List.copyOf(models), threads, prompt, generate, rounds, runs, results);
    }
}
