package dev.mote.text.tokenizer;

import dev.mote.format.Metadata;
import dev.mote.text.segment.BertNormalizer;
import dev.mote.text.segment.ByteLevelBpe;
import dev.mote.text.segment.CharacterBpe;
import dev.mote.text.segment.CharsMap;
import dev.mote.text.segment.MergeTable;
import dev.mote.text.segment.ScoredPieces;
import dev.mote.text.segment.Segmenter;
import dev.mote.text.segment.Unigram;
import dev.mote.text.segment.UnigramNormalizer;
import dev.mote.text.segment.WordPiece;
import dev.mote.text.split.Families;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalInt;

/** Tokenizers from the {@code tokenizer.ggml.*} keys of GGUF, with GGUF's defaults. */
final class GgufTokenizers {
    private GgufTokenizers() {}

    static Tokenizer of(Metadata metadata) {
        String model = metadata.requireString("tokenizer.ggml.model");
        GgufVocabulary file = new GgufVocabulary(metadata);
        return switch (model) {
            case "llama" -> scoredPieces(file);
            case "gpt2" -> byteLevel(file);
            case "gemma4" -> gemma4(file);
            case "bert" -> wordPiece(file);
            case "t5" -> unigram(file);
            default ->
                    throw file.malformed(
                            "tokenizer model '"
                                    + model
                                    + "' is not supported; supported are llama, gpt2, gemma4, bert,"
                                    + " t5");
        };
    }

    private static Tokenizer scoredPieces(GgufVocabulary file) {
        OptionalInt bos = file.token("bos", 1);
        OptionalInt eos = file.token("eos", 2);
        boolean spacePrefix = file.flag("add_space_prefix", true);
        int unknown = file.token("unknown", 0).orElse(-1);
        Segmenter segmenter =
                new ScoredPieces(file.source(), file.vocabulary(), unknown, spacePrefix);
        return new VocabularyTokenizer(
                new TokenRules(
                        file.vocabulary(),
                        file.specials(),
                        segmenter,
                        Spelling.WORD_MARK,
                        spacePrefix,
                        false,
                        file.added(file.flag("add_bos_token", true), "bos", bos),
                        file.added(file.flag("add_eos_token", false), "eos", eos),
                        bos,
                        eos,
                        file.endOfGeneration(eos)));
    }

    private static Tokenizer byteLevel(GgufVocabulary file) {
        Families.Family family =
                Families.of(file.source(), file.metadata().requireString("tokenizer.ggml.pre"));
        Segmenter segmenter =
                new ByteLevelBpe(
                        file.vocabulary(),
                        merges(file),
                        family.splitter(),
                        file.token("unknown").orElse(-1),
                        family.wholeWordsFirst(),
                        file.flag("add_space_prefix", false));
        OptionalInt bos = file.token("bos");
        OptionalInt eos = file.token("eos");
        boolean addBos = file.flag("add_bos_token", family.addBos());
        return new VocabularyTokenizer(
                new TokenRules(
                        file.vocabulary(),
                        file.specials(),
                        segmenter,
                        Spelling.BYTE_LEVEL,
                        false,
                        false,
                        file.added(addBos, "bos", bos),
                        file.added(file.flag("add_eos_token", false), "eos", eos),
                        bos,
                        eos,
                        file.endOfGeneration(eos)));
    }

    private static Tokenizer gemma4(GgufVocabulary file) {
        OptionalInt bos = file.token("bos");
        OptionalInt eos = file.token("eos");
        Segmenter segmenter =
                CharacterBpe.gemma4(
                        file.source(),
                        file.vocabulary(),
                        merges(file),
                        file.token("unknown").orElse(-1));
        // Gemma needs BOS even where its first files said otherwise.
        List<Integer> prefix = file.added(bos.isPresent(), "bos", bos);
        return new VocabularyTokenizer(
                new TokenRules(
                        file.vocabulary(),
                        file.specials(),
                        segmenter,
                        Spelling.WORD_MARK,
                        false,
                        false,
                        prefix,
                        file.added(file.flag("add_eos_token", false), "eos", eos),
                        bos,
                        eos,
                        file.endOfGeneration(eos)));
    }

    private static Tokenizer wordPiece(GgufVocabulary file) {
        OptionalInt stated = file.token("bos");
        OptionalInt bos = stated.isPresent() ? stated : file.token("cls", 101);
        OptionalInt separator = file.token("seperator", 102); // GGUF's own spelling of the key
        OptionalInt eos = file.token("eos");
        boolean lowercase = file.flag("normalizer.lowercase", true);
        BertNormalizer normalizer =
                new BertNormalizer(
                        lowercase, file.flag("normalizer.strip_accents", lowercase), true);
        Segmenter segmenter =
                new WordPiece(
                        file.vocabulary(),
                        normalizer,
                        file.required("unknown", 100),
                        Integer.MAX_VALUE);
        return new VocabularyTokenizer(
                new TokenRules(
                        file.vocabulary(),
                        file.specials(),
                        segmenter,
                        Spelling.WORD_MARK,
                        false,
                        true,
                        file.added(true, "bos", bos),
                        file.added(true, "seperator", separator),
                        bos,
                        eos,
                        file.endOfGeneration(eos)));
    }

    private static Tokenizer unigram(GgufVocabulary file) {
        OptionalInt bos = file.token("bos");
        OptionalInt eos = file.token("eos", 1);
        boolean spacePrefix = file.flag("add_space_prefix", false);
        UnigramNormalizer normalizer =
                new UnigramNormalizer(
                        file.source(),
                        charsMap(file),
                        spacePrefix,
                        file.flag("remove_extra_whitespaces", false));
        Segmenter segmenter =
                new Unigram(file.vocabulary(), normalizer, file.required("unknown", 2));
        return new VocabularyTokenizer(
                new TokenRules(
                        file.vocabulary(),
                        file.specials(),
                        segmenter,
                        Spelling.WORD_MARK,
                        spacePrefix,
                        false,
                        file.added(file.flag("add_bos_token", false), "bos", bos),
                        file.added(file.flag("add_eos_token", true), "eos", eos),
                        bos,
                        eos,
                        file.endOfGeneration(eos)));
    }

    private static @Nullable CharsMap charsMap(GgufVocabulary file) {
        int[] values = file.metadata().integers("tokenizer.ggml.precompiled_charsmap").orElse(null);
        if (values == null || values.length == 0) {
            return null;
        }
        byte[] blob = new byte[values.length];
        for (int i = 0; i < blob.length; i++) {
            blob[i] = (byte) values[i];
        }
        return new CharsMap(file.source(), blob);
    }

    private static MergeTable merges(GgufVocabulary file) {
        List<String> merges =
                file.metadata()
                        .strings("tokenizer.ggml.merges")
                        .orElseThrow(() ->
                                file.malformed("metadata key 'tokenizer.ggml.merges' is missing"));
        return MergeTable.of(file.source(), file.vocabulary(), merges);
    }
}
