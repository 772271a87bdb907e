package dev.mote.text.tokenizer;

import dev.mote.format.ModelFormatException;
import dev.mote.format.json.Json;
import dev.mote.text.segment.BertNormalizer;
import dev.mote.text.segment.ByteLevelBpe;
import dev.mote.text.segment.CharacterBpe;
import dev.mote.text.segment.CharacterBpe.SpacePrefix;
import dev.mote.text.segment.Segmenter;
import dev.mote.text.segment.Unigram;
import dev.mote.text.segment.UnigramNormalizer;
import dev.mote.text.segment.WordPiece;
import dev.mote.text.vocabulary.Vocabulary;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Tokenizers from Hugging Face's {@code tokenizer.json}, with {@code tokenizer_config.json} and
 * {@code generation_config.json} beside it where they exist. Components that are not supported are
 * refused by name.
 */
final class HuggingFaceTokenizers {
    private final JsonObject file;
    private final JsonObject config;
    private final JsonObject generation;
    private final JsonObject model;
    private final HuggingFaceVocabulary tokens;
    private final HuggingFaceNormalizer normalizer;
    private final HuggingFaceWords words;
    private final String type;

    private HuggingFaceTokenizers(JsonObject file, JsonObject config, JsonObject generation) {
        this.file = file;
        this.config = config;
        this.generation = generation;
        this.model = file.requireObject("model");
        // Files of the first years name no type for BPE.
        this.type = model.string("type").orElse(model.has("merges") ? "BPE" : "");
        if (!Set.of("BPE", "WordPiece", "Unigram").contains(type)) {
            throw model.unsupported("model '" + type + "'");
        }
        this.tokens = new HuggingFaceVocabulary(file, model, type);
        this.normalizer = new HuggingFaceNormalizer(file);
        this.words = new HuggingFaceWords(file);
    }

    /** The tokenizer in a folder. */
    static Tokenizer open(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        return new HuggingFaceTokenizers(
                        JsonObject.of(file.toString(), "$", Json.read(file)),
                        optional(folder.resolve("tokenizer_config.json")),
                        optional(folder.resolve("generation_config.json")))
                .build();
    }

    /** A tokenizer from parsed files. */
    static Tokenizer of(String source, @Nullable Object tokenizer, @Nullable Object config) {
        JsonObject none = JsonObject.of(source, "$", Map.of());
        return new HuggingFaceTokenizers(
                        JsonObject.of(source, "$", tokenizer),
                        config == null ? none : JsonObject.of(source, "$", config),
                        none)
                .build();
    }

    private static JsonObject optional(Path file) {
        Object content = Files.exists(file) ? Json.read(file) : Map.of();
        return JsonObject.of(file.toString(), "$", content);
    }

    private Tokenizer build() {
        Segmenter segmenter =
                switch (type) {
                    case "BPE" -> bpe();
                    case "WordPiece" -> wordPiece();
                    default -> unigram();
                };
        Vocabulary vocabulary = tokens.vocabulary();
        HuggingFaceFrame frame = new HuggingFaceFrame(file, vocabulary);
        OptionalInt bos = named("bos_token");
        OptionalInt eos = named("eos_token");
        List<Integer> prefix = frame.prefix();
        if (prefix.isEmpty() && config.bool("add_bos_token", false) && bos.isPresent()) {
            prefix = List.of(bos.getAsInt());
        }
        List<Integer> suffix = frame.suffix();
        if (suffix.isEmpty() && config.bool("add_eos_token", false) && eos.isPresent()) {
            suffix = List.of(eos.getAsInt());
        }
        Set<Integer> ends = new HashSet<>();
        eos.ifPresent(ends::add);
        addGenerationEnds(ends);
        boolean byteLevel = words.isByteLevel();
        return new VocabularyTokenizer(
                new TokenRules(
                        vocabulary,
                        tokens.specials(),
                        normalizer.before(segmenter),
                        byteLevel ? Spelling.BYTE_LEVEL : Spelling.WORD_MARK,
                        !byteLevel
                                && (type.equals("WordPiece") || spacePrefix() != SpacePrefix.NEVER),
                        type.equals("WordPiece"),
                        prefix,
                        suffix,
                        bos,
                        eos,
                        EndOfGeneration.of(vocabulary, ends)));
    }

    private Segmenter bpe() {
        for (String key : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.string(key).orElse("").isEmpty()) {
                throw model.unsupported("'" + key + "'");
            }
        }
        if (model.has("dropout") && !Double.valueOf(0).equals(model.value("dropout"))) {
            throw model.unsupported("'dropout'");
        }
        boolean wholeWordsFirst = model.bool("ignore_merges", false);
        if (words.isByteLevel()) {
            if (normalizer.marksSpaces() || words.isMetaspace()) {
                throw file.unsupported("ByteLevel together with U+2581 for spaces");
            }
            return new ByteLevelBpe(
                    tokens.vocabulary(),
                    tokens.merges(),
                    words.splitter(),
                    tokens.unknown(),
                    wholeWordsFirst,
                    words.byteLevelPrefix());
        }
        if (!normalizer.marksSpaces() && !words.isMetaspace()) {
            throw file.unsupported("BPE with neither ByteLevel nor U+2581 for spaces");
        }
        return CharacterBpe.of(
                file.source(),
                tokens.vocabulary(),
                tokens.merges(),
                words.splitter(),
                tokens.unknown(),
                model.bool("byte_fallback", false),
                spacePrefix(),
                wholeWordsFirst);
    }

    private SpacePrefix spacePrefix() {
        return normalizer.prependsSpace() ? SpacePrefix.ALWAYS : words.spacePrefix();
    }

    private Segmenter wordPiece() {
        BertNormalizer bert = normalizer.bert();
        if (bert == null || !words.isBert()) {
            throw file.unsupported("WordPiece without BertNormalizer and BertPreTokenizer");
        }
        if (!model.string("continuing_subword_prefix").orElse("##").equals("##")) {
            throw model.unsupported("'continuing_subword_prefix' other than ##");
        }
        if (tokens.unknown() < 0) {
            throw model.malformed("unk_token", "there");
        }
        return new WordPiece(
                tokens.vocabulary(),
                bert,
                tokens.unknown(),
                model.integer("max_input_chars_per_word", 100));
    }

    private Segmenter unigram() {
        if (model.bool("byte_fallback", false)) {
            throw model.unsupported("'byte_fallback' of Unigram");
        }
        if (!words.isMetaspace()) {
            throw file.unsupported("Unigram without Metaspace");
        }
        boolean merge = words.isWhiteSpaceSplit() || normalizer.mergesSpaces();
        return new Unigram(
                tokens.vocabulary(),
                new UnigramNormalizer(
                        file.source(),
                        normalizer.charsMap(),
                        spacePrefix() != SpacePrefix.NEVER,
                        merge),
                tokens.unknown());
    }

    /** The id of a token that the configuration names, as text or as an object with content. */
    private OptionalInt named(String key) {
        Object value = config.value(key);
        if (value == null) {
            return OptionalInt.empty();
        }
        String content =
                value instanceof String text
                        ? text
                        : config.requireObject(key).requireString("content");
        int id = tokens.vocabulary().find(content);
        if (id < 0) {
            throw new ModelFormatException(
                    config.source(),
                    "'" + key + "' is '" + content + "', which is not in the vocabulary");
        }
        return OptionalInt.of(id);
    }

    private void addGenerationEnds(Set<Integer> ends) {
        Object value = generation.value("eos_token_id");
        List<?> ids =
                value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        for (Object id : ids) {
            if (!(id instanceof Long number)
                    || number < 0
                    || number >= tokens.vocabulary().size()) {
                throw generation.malformed("eos_token_id", "an id of the vocabulary");
            }
            ends.add(number.intValue());
        }
    }
}
