package dev.mote.text.tokenizer;

import dev.mote.format.Metadata;
import dev.mote.text.vocabulary.TokenType;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the vocabulary of a GGUF file the way its family's {@code tokenizer.json} has it. */
final class HuggingFaceConversion {
    private final List<String> tokens;
    private final int[] types;
    private final float[] scores;
    private final List<String> merges;

    HuggingFaceConversion(Metadata metadata) {
        tokens = metadata.strings("tokenizer.ggml.tokens").orElseThrow();
        types = metadata.integers("tokenizer.ggml.token_type").orElseThrow();
        scores = metadata.numbers("tokenizer.ggml.scores").orElse(new float[0]);
        merges = metadata.strings("tokenizer.ggml.merges").orElse(List.of());
    }

    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** A family of byte-level BPE, cut by one published expression or by GPT-2's. */
    Map<String, Object> byteLevel(String expression, boolean wholeWordsFirst) {
        Map<String, Object> byteLevel =
                object(
                        "type",
                        "ByteLevel",
                        "add_prefix_space",
                        false,
                        "use_regex",
                        expression.isEmpty());
        Map<String, Object> split =
                object(
                        "type",
                        "Split",
                        "pattern",
                        object("Regex", expression),
                        "behavior",
                        "Isolated",
                        "invert",
                        false);
        Object words =
                expression.isEmpty()
                        ? byteLevel
                        : object("type", "Sequence", "pretokenizers", List.of(split, byteLevel));
        return object(
                "added_tokens",
                added(),
                "pre_tokenizer",
                words,
                "model",
                object(
                        "type",
                        "BPE",
                        "ignore_merges",
                        wholeWordsFirst,
                        "vocab",
                        vocab(),
                        "merges",
                        List.copyOf(merges)));
    }

    /** SentencePiece BPE as BPE over characters; merges follow from the scores. */
    Map<String, Object> sentencePiece() {
        Map<String, Object> mark = object("type", "Prepend", "prepend", "\u2581");
        Map<String, Object> spaces =
                object("type", "Replace", "pattern", object("String", " "), "content", "\u2581");
        return object(
                "added_tokens",
                added(),
                "normalizer",
                object("type", "Sequence", "normalizers", List.of(mark, spaces)),
                "post_processor",
                object(
                        "type",
                        "TemplateProcessing",
                        "single",
                        List.of(
                                object("SpecialToken", object("id", "<s>")),
                                object("Sequence", object("id", "A"))),
                        "special_tokens",
                        object("<s>", object("ids", List.of(1L)))),
                "model",
                object(
                        "type",
                        "BPE",
                        "unk_token",
                        "<unk>",
                        "byte_fallback",
                        true,
                        "vocab",
                        vocab(),
                        "merges",
                        mergesByScore()));
    }

    Map<String, Object> wordPiece() {
        Map<String, Object> vocab = new LinkedHashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            boolean text = TokenType.of(types[id]) == TokenType.NORMAL;
            String piece =
                    !text ? token : token.startsWith("\u2581") ? token.substring(1) : "##" + token;
            vocab.put(piece, (long) id);
        }
        return object(
                "added_tokens",
                added(),
                "normalizer",
                object("type", "BertNormalizer", "lowercase", true),
                "pre_tokenizer",
                object("type", "BertPreTokenizer"),
                "post_processor",
                object(
                        "type",
                        "BertProcessing",
                        "cls",
                        List.of("[CLS]", vocab.get("[CLS]")),
                        "sep",
                        List.of("[SEP]", vocab.get("[SEP]"))),
                "model",
                object("type", "WordPiece", "unk_token", "[UNK]", "vocab", vocab));
    }

    Map<String, Object> unigram() {
        List<Object> vocab = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            vocab.add(List.of(tokens.get(id), (double) scores[id]));
        }
        return object(
                "added_tokens",
                added(),
                "pre_tokenizer",
                object("type", "Metaspace", "prepend_scheme", "never", "split", false),
                "model",
                object("type", "Unigram", "unk_id", 2L, "vocab", vocab));
    }

    private Map<String, Object> vocab() {
        Map<String, Object> vocab = new LinkedHashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            vocab.put(tokens.get(id), (long) id);
        }
        return vocab;
    }

    private List<Object> added() {
        List<Object> added = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            TokenType type = TokenType.of(types[id]);
            if (type.isSpecial() || type == TokenType.USER_DEFINED) {
                added.add(
                        object(
                                "id",
                                (long) id,
                                "content",
                                tokens.get(id),
                                "special",
                                type.isSpecial()));
            }
        }
        return added;
    }

    private List<Object> mergesByScore() {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (TokenType.of(types[id]) == TokenType.NORMAL) {
                ids.put(tokens.get(id), id);
            }
        }
        List<Integer> order = new ArrayList<>(ids.values());
        order.sort(Comparator.comparingDouble((Integer id) -> -scores[id]));
        List<Object> pairs = new ArrayList<>();
        for (int id : order) {
            String token = tokens.get(id);
            for (int cut = 1; cut < token.length(); cut++) {
                String left = token.substring(0, cut);
                String right = token.substring(cut);
                if (ids.containsKey(left) && ids.containsKey(right)) {
                    pairs.add(List.of(left, right));
                }
            }
        }
        return pairs;
    }
}
