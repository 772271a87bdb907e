package dev.mote.engine.constraint;

import dev.mote.format.gguf.GgufFile;
import dev.mote.testing.Conformance;
import dev.mote.text.tokenizer.Tokenizer;
import dev.mote.text.tokenizer.Tokenizers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Answers chosen blindly among the tokens allowed, which after a while seek an end. */
final class TokenWalk {
    private static final int STEPS_MAX = 1500;

    private final Tokenizer tokenizer;
    private final Constraints constraints;
    private final Random random;
    private final BitSet closing = new BitSet();
    private final BitSet single = new BitSet();

    TokenWalk(Tokenizer tokenizer, Random random) {
        this.tokenizer = tokenizer;
        this.random = random;
        constraints = new Constraints(tokenizer, tokenizer.vocabularySize());
        for (int token = 0; token < tokenizer.vocabularySize(); token++) {
            byte[] bytes = tokenizer.bytes(token, false);
            single.set(token, bytes.length == 1);
            closing.set(token, new String(bytes, StandardCharsets.UTF_8).matches("[\"\\]}]+"));
        }
    }

    /** A public vocabulary if it is there, otherwise that of a tiny model. */
    static Tokenizer vocabulary(String name) {
        Path file =
                Conformance.folder("tokenizers")
                        .map(folder -> folder.resolve("ggml-vocab-" + name + ".gguf"))
                        .filter(Files::exists)
                        .orElseGet(() ->
                                Conformance.file("golden/models/llama-bias.gguf").orElseThrow());
        try (GgufFile gguf = GgufFile.open(file)) {
            return Tokenizers.of(gguf);
        }
    }

    /** The text of an answer, or nothing if it found no end. */
    Optional<String> walk(Constraint constraint, int freeSteps) {
        ConstrainedText text = constraints.begin(constraint, tokenizer.bos().orElse(0));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int step = 0; step < STEPS_MAX; step++) {
            int token = choose(text.mask(), step < freeSteps);
            text.accept(token);
            if (tokenizer.endOfGeneration().contains(token)) {
                return Optional.of(out.toString(StandardCharsets.UTF_8));
            }
            byte[] bytes = tokenizer.bytes(token, false);
            boolean dropped = out.size() == 0 && bytes[0] == ' ' && tokenizer.id("▁a").isPresent();
            out.write(bytes, dropped ? 1 : 0, bytes.length - (dropped ? 1 : 0));
            if (text.isComplete()) {
                return Optional.of(out.toString(StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private int choose(TokenMask mask, boolean freely) {
        boolean close = !freely && random.nextBoolean();
        List<Integer> allowed = new ArrayList<>();
        List<Integer> preferred = new ArrayList<>();
        for (int token = 0; token < tokenizer.vocabularySize(); token++) {
            if (mask.allows(token)) {
                if (!freely && tokenizer.endOfGeneration().contains(token)) {
                    return token;
                }
                allowed.add(token);
                if (close ? closing.get(token) : single.get(token)) {
                    preferred.add(token);
                }
            }
        }
        List<Integer> among = freely || preferred.isEmpty() ? allowed : preferred;
        return among.get(random.nextInt(among.size()));
    }
}
