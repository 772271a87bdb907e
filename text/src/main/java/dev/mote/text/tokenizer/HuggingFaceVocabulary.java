package dev.mote.text.tokenizer;

import dev.mote.format.ModelFormatException;
import dev.mote.text.segment.MergeTable;
import dev.mote.text.vocabulary.SpecialTokens;
import dev.mote.text.vocabulary.TokenType;
import dev.mote.text.vocabulary.Vocabulary;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code model} and {@code added_tokens} of a {@code tokenizer.json}, read and checked. */
final class HuggingFaceVocabulary {
    private static final int ID_MAX = (1 << 22) - 1;

    /** Ids without a token that a file may leave beyond as many as it has tokens. */
    private static final int GAP_MAX = 1 << 16;

    private static final String CONTINUATION = "##";

    private final JsonObject file;
    private final JsonObject model;
    private final List<String> pieces = new ArrayList<>();
    private final List<TokenType> types = new ArrayList<>();
    private float[] scores = {};
    private final Set<Integer> stripLeft = new HashSet<>();
    private final Set<Integer> stripRight = new HashSet<>();
    private final Vocabulary vocabulary;
    private final int unknown;
    private final int idMax;

    /**
     * Reads both.
     *
     * @param type the model's type: BPE, WordPiece or Unigram
     */
    HuggingFaceVocabulary(JsonObject file, JsonObject model, String type) {
        this.file = file;
        this.model = model;
        boolean scored = type.equals("Unigram");
        long count =
                (scored ? model.list("vocab").size() : model.requireObject("vocab").fields().size())
                        + (long) file.list("added_tokens").size();
        this.idMax = (int) Math.min(ID_MAX, 2 * count + GAP_MAX);
        if (scored) {
            readScored();
        } else {
            readMapped();
        }
        for (JsonObject token : file.objects("added_tokens")) {
            add(token);
        }
        if (type.equals("WordPiece")) {
            markWordStarts();
        }
        this.unknown = findUnknown(type);
        if (unknown >= 0 && types.get(unknown) == TokenType.NORMAL) {
            types.set(unknown, TokenType.UNKNOWN);
        }
        if (model.bool("byte_fallback", false)) {
            markBytes();
        }
        if (scores.length > 0) {
            scores = Arrays.copyOf(scores, pieces.size());
        }
        Vocabulary read =
                new Vocabulary(file.source(), pieces, types.toArray(new TokenType[0]), scores);
        this.vocabulary = EndOfGeneration.markControls(read);
    }

    private void readMapped() {
        JsonObject vocab = model.requireObject("vocab");
        for (Map.Entry<?, ?> entry : vocab.fields().entrySet()) {
            if (!(entry.getKey() instanceof String piece)
                    || !(entry.getValue() instanceof Long id)
                    || id < 0
                    || id > idMax) {
                throw new ModelFormatException(
                        file.source(),
                        "'model.vocab' gives '"
                                + entry.getKey()
                                + "' the id "
                                + entry.getValue()
                                + ", must be 0 to "
                                + idMax);
            }
            place(id.intValue(), piece, TokenType.NORMAL);
        }
    }

    private void readScored() {
        List<?> entries = model.list("vocab");
        scores = new float[entries.size()];
        for (int id = 0; id < scores.length; id++) {
            if (!(entries.get(id) instanceof List<?> pair)
                    || pair.size() != 2
                    || !(pair.get(0) instanceof String piece)
                    || !(pair.get(1) instanceof Number score)) {
                throw model.malformed("vocab[" + id + "]", "a piece and its score");
            }
            place(id, piece, TokenType.NORMAL);
            scores[id] = score.floatValue();
        }
    }

    private void place(int id, String piece, TokenType type) {
        while (pieces.size() <= id) {
            pieces.add("");
            types.add(TokenType.UNUSED);
        }
        if (!pieces.get(id).isEmpty() && !pieces.get(id).equals(piece)) {
            throw new ModelFormatException(
                    file.source(),
                    "id " + id + " is both '" + pieces.get(id) + "' and '" + piece + "'");
        }
        pieces.set(id, piece);
        types.set(id, type);
    }

    private void add(JsonObject token) {
        int id = token.integer("id", -1);
        if (id < 0 || id > idMax) {
            throw token.malformed("id", "an id from 0 to " + idMax);
        }
        if (token.bool("single_word", false)) {
            throw token.unsupported("'single_word'");
        }
        boolean special = token.bool("special", false);
        place(
                id,
                token.requireString("content"),
                special ? TokenType.CONTROL : TokenType.USER_DEFINED);
        if (token.bool("lstrip", false)) {
            stripLeft.add(id);
        }
        if (token.bool("rstrip", false)) {
            stripRight.add(id);
        }
    }

    /** Spells pieces as {@link dev.mote.text.segment.WordPiece} wants them. */
    private void markWordStarts() {
        for (int id = 0; id < pieces.size(); id++) {
            String piece = pieces.get(id);
            if (types.get(id) == TokenType.NORMAL) {
                boolean continues = piece.startsWith(CONTINUATION);
                pieces.set(
                        id, continues ? piece.substring(CONTINUATION.length()) : "\u2581" + piece);
            }
        }
    }

    private void markBytes() {
        for (int id = 0; id < pieces.size(); id++) {
            byte[] piece = pieces.get(id).getBytes(StandardCharsets.UTF_8);
            if (types.get(id) == TokenType.NORMAL && Spelling.byteValue(piece) >= 0) {
                types.set(id, TokenType.BYTE);
            }
        }
    }

    private int findUnknown(String type) {
        if (type.equals("Unigram")) {
            int id = model.integer("unk_id", -1);
            if (id < 0 || id >= pieces.size()) {
                throw model.malformed("unk_id", "an id of the vocabulary");
            }
            return id;
        }
        @Nullable String name = model.string("unk_token").orElse(null);
        if (name == null) {
            return -1;
        }
        int id = pieces.indexOf(name);
        if (id < 0) {
            id = pieces.indexOf("\u2581" + name);
        }
        if (id < 0) {
            throw model.malformed("unk_token", "in the vocabulary");
        }
        return id;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The unknown token, or -1. */
    int unknown() {
        return unknown;
    }

    SpecialTokens specials() {
        return new SpecialTokens(file.source(), vocabulary, stripLeft, stripRight);
    }

    /** The model's merges, written as "left right" or as pairs. */
    MergeTable merges() {
        List<?> merges = model.list("merges");
        List<String> joined = new ArrayList<>();
        List<String> lefts = new ArrayList<>();
        List<String> rights = new ArrayList<>();
        for (Object merge : merges) {
            if (merge instanceof String text) {
                joined.add(text);
            } else if (merge instanceof List<?> pair
                    && pair.size() == 2
                    && pair.get(0) instanceof String left
                    && pair.get(1) instanceof String right) {
                lefts.add(left);
                rights.add(right);
            } else {
                throw model.malformed("merges", "a list of pairs");
            }
        }
        if (!joined.isEmpty() && !lefts.isEmpty()) {
            throw model.malformed("merges", "written one way throughout");
        }
        return lefts.isEmpty()
                ? MergeTable.of(file.source(), vocabulary, joined)
                : MergeTable.ofPairs(file.source(), vocabulary, lefts, rights);
    }
}
