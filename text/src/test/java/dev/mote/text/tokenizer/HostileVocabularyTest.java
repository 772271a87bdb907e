package dev.mote.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Every way a vocabulary can lie is refused in words. */
class HostileVocabularyTest {
    @Test
    void refusesByteTokenThatIsNoByte() {
        SmallVocabulary vocabulary =
                SmallVocabulary.unigram(
                        List.of("<pad>", "</s>", "<unk>", "<0x-1>"),
                        List.of(0.0, 0.0, 0.0, 0.0),
                        List.of(3L, 3L, 2L, 6L));
        refuses(vocabulary, "byte token 3 is spelled '<0x-1>'");
    }

    @Test
    void refusesSpecialTokenIdsOutsideTheVocabulary() {
        refuses(SmallVocabulary.sentencePiece().put("bos_token_id", 259L), "bos_token_id");
        refuses(SmallVocabulary.sentencePiece().put("eos_token_id", -7L), "eos_token_id");
        refuses(SmallVocabulary.sentencePiece().put("eot_token_id", 1L << 31), "eot_token_id");
    }

    @Test
    void refusesTwoIdsWithOneSpelling() {
        refuses(SmallVocabulary.sentencePiece("x", "x"), "tokens 259 and 260 are both 'x'");
    }

    @Test
    void refusesMergesThatDoNotResolve() {
        refuses(SmallVocabulary.byteLevel("gpt-2", List.of("a b")), "merge 0 of 'a' and 'b'");
        refuses(SmallVocabulary.byteLevel("gpt-2", List.of("ab")), "is not two pieces");
        refuses(SmallVocabulary.byteLevel("gpt-2", List.of("")), "is not two pieces");
        refuses(SmallVocabulary.byteLevel("gpt-2", List.of("a "), "a"), "both 'a'");
    }

    @Test
    void refusesListsOfDifferentLengths() {
        refuses(SmallVocabulary.sentencePiece().put("token_type", List.of(1L)), "only 1 types");
        refuses(SmallVocabulary.sentencePiece().put("scores", List.of(1.0)), "1 scores");
    }

    @Test
    void refusesScoresThatAreNoNumbers() {
        SmallVocabulary vocabulary =
                SmallVocabulary.unigram(
                        List.of("<pad>", "</s>", "<unk>", "a"),
                        List.of(0.0, 0.0, 0.0, Double.NaN),
                        List.of(3L, 3L, 2L, 1L));
        refuses(vocabulary, "score of token 3");
    }

    @Test
    void refusesUnknownFamiliesByName() {
        refuses(SmallVocabulary.byteLevel("klingon-bpe", List.of()), "klingon-bpe");
        refuses(SmallVocabulary.sentencePiece().put("model", "rwkv"), "'rwkv'");
    }

    @Test
    void refusesEmptyVocabularies() {
        refuses(SmallVocabulary.sentencePiece().put("tokens", List.of()), "tokens");
    }

    @Test
    void refusesSpecialTokensLongerThanAnyRealOne() {
        SmallVocabulary vocabulary =
                SmallVocabulary.unigram(
                        List.of("<pad>", "</s>", "<unk>", "x".repeat(2000)),
                        List.of(0.0, 0.0, 0.0, 0.0),
                        List.of(3L, 3L, 2L, 3L));
        refuses(vocabulary, "special token 3");
    }

    @Test
    void refusesCharsMapsThatPointOutside() {
        List<Long> tooShort = List.of(1L, 0L);
        List<Long> trieBeyondEnd = List.of(255L, 255L, 255L, 127L, 0L);
        List<Long> childBeyondEnd = List.of(4L, 0L, 0L, 0L, 0L, 255L, 255L, 127L, 0L);
        for (List<Long> map : List.of(tooShort, trieBeyondEnd, childBeyondEnd)) {
            assertThatThrownBy(() -> withCharsMap(map).open().encode("a", Tokenizer.Special.NONE))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("precompiled charsmap");
        }
    }

    private static SmallVocabulary withCharsMap(List<Long> map) {
        return SmallVocabulary.unigram(
                        List.of("<pad>", "</s>", "<unk>", "a"),
                        List.of(0.0, 0.0, 0.0, -1.0),
                        List.of(3L, 3L, 2L, 1L))
                .put("precompiled_charsmap", map);
    }

    private static void refuses(SmallVocabulary vocabulary, String message) {
        assertThatThrownBy(vocabulary::open)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("small.gguf")
                .hasMessageContaining(message);
    }
}
