package dev.mote.text.tokenizer;

import dev.mote.format.Metadata;
import dev.mote.text.vocabulary.ByteAlphabet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metadata of vocabularies made by hand. */
final class SmallVocabulary {
    private final Map<String, Object> values = new LinkedHashMap<>();

    private SmallVocabulary(String model, List<String> tokens) {
        put("model", model);
        put("tokens", tokens);
    }

    /** The 256 bytes in GPT-2's alphabet (byte b has id b), then more tokens. */
    static SmallVocabulary byteLevel(String family, List<String> merges, String... more) {
        List<String> tokens = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            tokens.add(Character.toString(ByteAlphabet.character(value)));
        }
        tokens.addAll(List.of(more));
        return new SmallVocabulary("gpt2", tokens)
                .put("pre", family)
                .put("merges", merges)
                .put("add_bos_token", false);
    }

    /** Unknown, BOS, EOS and the 256 byte tokens (byte b has id b + 3), then text pieces. */
    static SmallVocabulary sentencePiece(String... pieces) {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        List<Long> types = new ArrayList<>(List.of(2L, 3L, 3L));
        List<Double> scores = new ArrayList<>(List.of(0.0, 0.0, 0.0));
        for (int value = 0; value < 256; value++) {
            tokens.add("<0x%02X>".formatted(value));
            types.add(6L);
            scores.add(0.0);
        }
        for (String piece : pieces) {
            scores.add((double) -tokens.size());
            tokens.add(piece);
            types.add(1L);
        }
        return new SmallVocabulary("llama", tokens).put("token_type", types).put("scores", scores);
    }

    static SmallVocabulary unigram(List<String> tokens, List<Double> scores, List<Long> types) {
        return new SmallVocabulary("t5", tokens).put("scores", scores).put("token_type", types);
    }

    /** Sets {@code tokenizer.ggml.NAME}. */
    SmallVocabulary put(String name, Object value) {
        values.put("tokenizer.ggml." + name, value);
        return this;
    }

    Metadata metadata() {
        return Metadata.of("small.gguf", values);
    }

    Tokenizer open() {
        return Tokenizers.of(metadata());
    }
}
