package dev.mote.bench.constraints;

import dev.mote.engine.constraint.ConstrainedText;
import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.constraint.Constraints;
import dev.mote.engine.constraint.TokenMask;
import dev.mote.format.gguf.GgufFile;
import dev.mote.text.tokenizer.Tokenizer;
import dev.mote.text.tokenizer.Tokenizers;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * What a constraint costs each step: {@code MaskTimes FILE.gguf}, any model or vocabulary. Answers
 * of random tokens, ten of a hundred steps for each of 20 rounds; the logits are masked as well.
 */
public final class MaskTimes {
    private static final int ROUNDS = 20;
    private static final int ANSWERS = 10;
    private static final int STEPS = 100;

    private MaskTimes() {}

    /** Prints a table. */
    public static void main(String[] arguments) {
        Tokenizer tokenizer;
        try (GgufFile file = GgufFile.open(Path.of(arguments[0]))) {
            tokenizer = Tokenizers.of(file);
        }
        System.out.printf("%d tokens%n", tokenizer.vocabularySize());
        Constraints constraints = new Constraints(tokenizer, tokenizer.vocabularySize());
        begin(constraints, "warm-up, vocabulary's tree", Constraint.regex("a*"));
        measure(constraints, tokenizer, "regex", Constraint.regex("([a-z]{1,12} )*[0-9]{4}\\."));
        measure(constraints, tokenizer, "any JSON", Constraint.jsonSchema("true"));
        String person =
                """
                {"type": "object", "required": ["name", "age", "tags"],
                 "properties": {"name": {"type": "string", "maxLength": 60},
                  "age": {"type": "integer", "minimum": 0, "maximum": 130},
                  "mail": {"type": "string", "format": "email"},
                  "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 8},
                  "friend": {"$ref": "#"}}}\
                """;
        measure(constraints, tokenizer, "person", Constraint.jsonSchema(person));
    }

    private static void begin(Constraints constraints, String name, Constraint constraint) {
        long start = System.nanoTime();
        constraints.begin(constraint, 0);
        System.out.printf("%-28s compiled in %.1f ms%n", name, 1e-6 * (System.nanoTime() - start));
    }

    private static void measure(
            Constraints constraints, Tokenizer tokenizer, String name, Constraint constraint) {
        begin(constraints, name, constraint);
        float[] logits = new float[tokenizer.vocabularySize()];
        for (int round = 0; round < ROUNDS; round++) {
            long steps = 0;
            long nanos = 0;
            long worst = 0;
            Random random = new Random(round);
            for (int answer = 0; answer < ANSWERS; answer++) {
                ConstrainedText text = constraints.begin(constraint, 0);
                for (int step = 0; step < STEPS && !text.isComplete(); step++) {
                    long start = System.nanoTime();
                    TokenMask mask = text.mask();
                    mask.apply(logits);
                    long took = System.nanoTime() - start;
                    nanos += took;
                    worst = Math.max(worst, took);
                    steps++;
                    Arrays.fill(logits, 0);
                    int token = choose(mask, tokenizer, random);
                    if (tokenizer.endOfGeneration().contains(token)) {
                        break;
                    }
                    text.accept(token);
                }
            }
            if (round == 0 || round == ROUNDS - 1) {
                System.out.printf(
                        "  round %2d: %d steps, mean %.3f ms, worst %.2f ms%n",
                        round + 1, steps, 1e-6 * nanos / steps, 1e-6 * worst);
            }
        }
    }

    private static int choose(TokenMask mask, Tokenizer tokenizer, Random random) {
        int token = random.nextInt(tokenizer.vocabularySize());
        while (!mask.allows(token)) {
            token = (token + 1) % tokenizer.vocabularySize();
        }
        return token;
    }
}
