package dev.mote.text.tokenizer;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFormatException;
import dev.mote.text.vocabulary.SpecialTokens;
import dev.mote.text.vocabulary.TokenType;
import dev.mote.text.vocabulary.Vocabulary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** The {@code tokenizer.ggml.*} keys of one file, read and checked. */
final class GgufVocabulary {
    private static final String PREFIX = "tokenizer.ggml.";

    private final Metadata metadata;
    private final Vocabulary vocabulary;

    GgufVocabulary(Metadata metadata) {
        this.metadata = metadata;
        List<String> pieces =
                metadata.strings(PREFIX + "tokens")
                        .orElseThrow(
                                () -> malformed("metadata key 'tokenizer.ggml.tokens' is missing"));
        TokenType[] types = types(pieces);
        float[] scores = metadata.numbers(PREFIX + "scores").orElse(new float[0]);
        if (scores.length > pieces.size()) {
            scores = Arrays.copyOf(scores, pieces.size());
        }
        this.vocabulary =
                EndOfGeneration.markControls(
                        new Vocabulary(metadata.source(), pieces, types, scores));
    }

    private TokenType[] types(List<String> pieces) {
        int[] numbers = metadata.integers(PREFIX + "token_type").orElse(null);
        TokenType[] types = new TokenType[pieces.size()];
        if (numbers == null) {
            Arrays.setAll(
                    types, id -> bytePiece(pieces.get(id)) ? TokenType.BYTE : TokenType.NORMAL);
            return types;
        }
        if (numbers.length < types.length) {
            throw malformed(
                    "vocabulary has "
                            + types.length
                            + " tokens but only "
                            + numbers.length
                            + " types");
        }
        for (int id = 0; id < types.length; id++) {
            types[id] = TokenType.of(numbers[id]);
            if (types[id] == TokenType.BYTE && !bytePiece(pieces.get(id))) {
                throw malformed(
                        "byte token " + id + " is spelled '" + pieces.get(id) + "', not <0xNN>");
            }
        }
        return types;
    }

    private static boolean bytePiece(String piece) {
        return piece.length() == 6
                && piece.startsWith("<0x")
                && Spelling.byteValue(piece.getBytes(StandardCharsets.UTF_8)) >= 0;
    }

    ModelFormatException malformed(String detail) {
        return new ModelFormatException(metadata.source(), detail);
    }

    Metadata metadata() {
        return metadata;
    }

    String source() {
        return metadata.source();
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The id under {@code tokenizer.ggml.NAME_token_id}, checked to be in the vocabulary. */
    OptionalInt token(String name) {
        String key = PREFIX + name + "_token_id";
        Integer id = metadata.integer(key).orElse(null);
        if (id == null || id == -1) {
            return OptionalInt.empty();
        }
        if (id < 0 || id >= vocabulary.size()) {
            throw malformed(
                    "metadata key '"
                            + key
                            + "' is "
                            + id
                            + ", but there are "
                            + vocabulary.size()
                            + " tokens");
        }
        return OptionalInt.of(id);
    }

    /** Like {@link #token(String)}, with the id that applies where the file says nothing. */
    OptionalInt token(String name, int otherwise) {
        OptionalInt stated = token(name);
        return stated.isPresent() || otherwise >= vocabulary.size()
                ? stated
                : OptionalInt.of(otherwise);
    }

    /** Like {@link #token(String, int)} where the algorithm cannot do without. */
    int required(String name, int otherwise) {
        return token(name, otherwise)
                .orElseThrow(() ->
                        malformed("metadata key '" + PREFIX + name + "_token_id' is missing"));
    }

    boolean flag(String name, boolean otherwise) {
        return metadata.bool(PREFIX + name).orElse(otherwise);
    }

    /** The id that a set flag needs, as a list to put before or after a text. */
    List<Integer> added(boolean add, String name, OptionalInt id) {
        if (!add) {
            return List.of();
        }
        return List.of(
                id.orElseThrow(() ->
                        malformed(
                                "the model adds a token to every text, but metadata key '"
                                        + PREFIX
                                        + name
                                        + "_token_id' is missing")));
    }

    /** Tokens that end an answer, by key or by spelling. */
    Set<Integer> endOfGeneration(OptionalInt eos) {
        Set<Integer> stated = new HashSet<>();
        eos.ifPresent(stated::add);
        for (String name : List.of("eot", "eom", "fim_pad", "fim_rep", "fim_sep")) {
            token(name).ifPresent(stated::add);
        }
        return EndOfGeneration.of(vocabulary, stated);
    }

    /**
     * Finds special tokens as this model wants: GGUF has no key for tokens that swallow white
     * space, so the families that have such tokens are known by name.
     */
    SpecialTokens specials() {
        Set<Integer> left = new HashSet<>();
        Set<Integer> right = new HashSet<>();
        String pre = metadata.string(PREFIX + "pre").orElse("");
        String name = metadata.string("general.name").orElse("").toLowerCase(Locale.ROOT);
        String architecture = metadata.string("general.architecture").orElse("");
        if (pre.startsWith("jina-v2-")
                || architecture.equals("nomic-bert-moe")
                || architecture.equals("jina-bert-v3")) {
            addIfPresent("<mask>", left);
        } else if (name.contains("phi-3") || name.contains("phi3")) {
            for (int id = 0; id < vocabulary.size(); id++) {
                TokenType type = vocabulary.type(id);
                if (type.isSpecial() || type == TokenType.USER_DEFINED) {
                    right.add(id);
                }
            }
            for (String piece : List.of("<unk>", "<s>", "<|endoftext|>")) {
                right.remove(vocabulary.find(piece));
            }
        } else if (name.contains("modern-bert")) {
            addIfPresent("[MASK]", left);
        }
        return new SpecialTokens(source(), vocabulary, left, right);
    }

    private void addIfPresent(String piece, Set<Integer> ids) {
        int id = vocabulary.find(piece);
        if (id >= 0) {
            ids.add(id);
        }
    }
}
