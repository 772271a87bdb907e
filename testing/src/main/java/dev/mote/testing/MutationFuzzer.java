package dev.mote.testing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Feeds a parser with mutated inputs and holds it to a contract: it accepts, or throws one of the
 * exceptions it declares; anything else, too much processor time or too much heap is a failure.
 *
 * <p>Input number {@code i} of seed {@code s} depends on nothing but those two, so a failure is
 * replayed alone; its bytes are kept under {@code target/fuzz} as well. Mutations are blind: no
 * coverage is measured, so the corpus should hold a small example of every construct.
 *
 * {@snippet :
 * MutationFuzzer.Outcome outcome =
 *         MutationFuzzer.of("json", bytes -> Json.parse("fuzz", bytes))
 *                 .corpus(List.of("{\"a\": [1, null]}".getBytes(UTF_8)))
 *                 .dictionary("true", "\\u0000", "1e999")
 *                 .allowing(ModelFormatException.class)
 *                 .allocationCap(16 << 20, 64)
 *                 .run(1, MutationFuzzer.inputs(20_000));
 * }
 */
public final class MutationFuzzer {
    /** The parser; exceptions of the allowed classes are its refusals. */
    @FunctionalInterface
    public interface Target {
        /** Reads the input, all of it. */
        void read(byte[] input);
    }

    /**
     * What a run saw.
     *
     * @param name of the target
     * @param inputs tried
     * @param accepted of them
     * @param slowest processor time of one input
     * @param allocatedBytesMax heap taken by one input
     */
    public record Outcome(
            String name, long inputs, long accepted, Duration slowest, long allocatedBytesMax) {
        @Override
        public String toString() {
            return "fuzz %s: %d inputs, %d accepted, slowest %d ms, largest allocation %d KiB"
                    .formatted(name, inputs, accepted, slowest.toMillis(), allocatedBytesMax >> 10);
        }
    }

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L; // spreads consecutive seeds

    private final String name;
    private final Target target;
    private List<byte[]> corpus = List.of(new byte[0]);
    private List<byte[]> dictionary = List.of();
    private final List<Class<? extends Throwable>> allowed = new ArrayList<>();
    private Duration timeMax = Duration.ofSeconds(1);
    private long allocationFixedMax = 16 << 20;
    private long allocationPerByteMax = 64;

    private MutationFuzzer(String name, Target target) {
        this.name = name;
        this.target = target;
    }

    /** A fuzzer without corpus, allowing no exception, one second and 16 MiB + 64 × input. */
    public static MutationFuzzer of(String name, Target target) {
        return new MutationFuzzer(name, target);
    }

    /** How many inputs to try: system property {@code mote.fuzz.inputs}, else the given number. */
    public static long inputs(long otherwise) {
        return Long.getLong("mote.fuzz.inputs", otherwise);
    }

    /** Inputs to start from, each tried unchanged first. */
    public MutationFuzzer corpus(List<byte[]> inputs) {
        corpus = List.copyOf(inputs);
        return this;
    }

    /** Words of the format, strewn in. */
    public MutationFuzzer dictionary(String... words) {
        dictionary = Stream.of(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
        return this;
    }

    /** What the target may throw; call again for more. */
    public MutationFuzzer allowing(Class<? extends Throwable> exception) {
        allowed.add(exception);
        return this;
    }

    /** Processor time one input may take. */
    public MutationFuzzer timeCap(Duration max) {
        timeMax = max;
        return this;
    }

    /** Heap one input may take: a fixed part and so much for each of its bytes. */
    public MutationFuzzer allocationCap(long fixedBytes, long bytesPerInputByte) {
        allocationFixedMax = fixedBytes;
        allocationPerByteMax = bytesPerInputByte;
        return this;
    }

    /**
     * Tries the corpus and then mutations of it.
     *
     * @throws AssertionError for the first input that breaks the contract, naming seed and number
     */
    public Outcome run(long seed, long inputs) {
        Mutator mutator = new Mutator(corpus, dictionary);
        long accepted = 0;
        long slowestNanos = 0;
        long allocatedMax = 0;
        for (long number = 0; number < inputs; number++) {
            byte[] input =
                    number < corpus.size()
                            ? corpus.get((int) number)
                            : mutator.mutate(new SplittableRandom(seed + number * GOLDEN_GAMMA));
            Attempt attempt = new Attempt(input.clone());
            ThreadCost cost = ThreadCost.of(attempt);
            Throwable thrown = attempt.thrown;
            if (thrown == null) {
                accepted++;
            } else if (allowed.stream().noneMatch(type -> type.isInstance(thrown))) {
                throw broken(seed, number, input, "threw " + thrown, thrown);
            }
            // The first inputs load classes, which is none of their own cost.
            if (number >= corpus.size()) {
                if (cost.cpuNanos() > timeMax.toNanos()) {
                    throw broken(
                            seed,
                            number,
                            input,
                            "took " + cost.cpuNanos() / 1_000_000 + " ms",
                            null);
                }
                if (cost.allocatedBytes()
                        > allocationFixedMax + allocationPerByteMax * input.length) {
                    throw broken(
                            seed,
                            number,
                            input,
                            "allocated %d bytes".formatted(cost.allocatedBytes()),
                            null);
                }
                slowestNanos = Math.max(slowestNanos, cost.cpuNanos());
                allocatedMax = Math.max(allocatedMax, cost.allocatedBytes());
            }
        }
        return new Outcome(name, inputs, accepted, Duration.ofNanos(slowestNanos), allocatedMax);
    }

    private final class Attempt implements Runnable {
        private final byte[] input;
        private @Nullable Throwable thrown;

        Attempt(byte[] input) {
            this.input = input;
        }

        @Override
        public void run() {
            try {
                target.read(input);
            } catch (Throwable failure) { // judged by the caller, errors included
                thrown = failure;
            }
        }
    }

    private AssertionError broken(
            long seed, long number, byte[] input, String what, @Nullable Throwable cause) {
        Path folder = Conformance.root().resolve("target").resolve("fuzz");
        Path file = folder.resolve("%s-%d-%d.bin".formatted(name, seed, number));
        try {
            Files.createDirectories(folder);
            Files.write(file, input);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return new AssertionError(
                "fuzz %s: input %d of seed %d (%d bytes, kept in %s) %s"
                        .formatted(name, number, seed, input.length, file, what),
                cause);
    }
}
