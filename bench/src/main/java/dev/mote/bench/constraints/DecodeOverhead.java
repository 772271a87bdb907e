package dev.mote.bench.constraints;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.engine.Prompt;
import dev.mote.engine.constraint.Constraint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JSON schema costs a whole answer: {@code DecodeOverhead FILE.gguf [ROUNDS [TOKENS]]}. Each
 * round writes one answer without a constraint, one with a schema used before, one with a schema
 * never seen, in turn, all of the same length.
 */
public final class DecodeOverhead {
    private static final String SCHEMA =
            """
            {"type": "object", "required": ["name", "age", "tags"], "$comment": "%d",
             "properties": {"name": {"type": "string", "maxLength": 60},
              "age": {"type": "integer", "minimum": 0, "maximum": 130},
              "tags": {"type": "array", "items": {"type": "string"}, "minItems": 200}},
             "additionalProperties": false}\
            """;

    private final Model model;
    private final int tokens;

    private DecodeOverhead(Model model, int tokens) {
        this.model = model;
        this.tokens = tokens;
    }

    /** Prints medians. */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int tokens = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 48;
        try (Model model = Model.open(Path.of(arguments[0]), ModelOptions.DEFAULT.withThreads(2))) {
            new DecodeOverhead(model, tokens).measure(rounds);
        }
    }

    private void measure(int rounds) {
        Constraint known = Constraint.jsonSchema(SCHEMA.formatted(0));
        List<double[]> free = new ArrayList<>();
        List<double[]> used = new ArrayList<>();
        List<double[]> fresh = new ArrayList<>();
        System.out.printf("first schema of the process: %s%n", text(answer(known, 0)));
        answer(Constraint.none(), 0);
        for (int round = 1; round <= rounds; round++) {
            free.add(answer(Constraint.none(), round));
            used.add(answer(known, round));
            fresh.add(answer(Constraint.jsonSchema(SCHEMA.formatted(round)), round));
        }
        System.out.printf("no constraint:  %s%n", text(median(free)));
        System.out.printf("schema used:    %s%n", text(median(used)));
        System.out.printf("schema new:     %s%n", text(median(fresh)));
    }

    private double[] answer(Constraint constraint, int seed) {
        GenerationOptions options =
                GenerationOptions.builder()
                        .maxTokens(tokens)
                        .seed(seed)
                        .temperature(0.8)
                        .constraint(constraint)
                        .build();
        Prompt prompt = Prompt.text("Here is a long story about a person with many tags: ");
        Answer answer = model.generate(prompt, options);
        if (answer.tokens().size() < tokens) {
            System.out.printf("an answer ended after %d tokens%n", answer.tokens().size());
        }
        return new double[] {
            answer.statistics().decodeMs() / (answer.tokens().size() - 1),
            answer.statistics().timeToFirstTokenMs()
        };
    }

    private static double[] median(List<double[]> rounds) {
        double[] median = new double[2];
        for (int i = 0; i < median.length; i++) {
            int index = i;
            double[] sorted = rounds.stream().mapToDouble(round -> round[index]).sorted().toArray();
            median[i] = sorted[sorted.length / 2];
        }
        return median;
    }

    private static String text(double[] times) {
        return "%.2f ms a token (%.1f tokens/s), first token after %.0f ms"
                .formatted(times[0], 1000 / times[0], times[1]);
    }
}
