package dev.mote.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.text.tokenizer.Tokenizer.Special;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** A million equal characters need neither deep stacks nor quadratic time. */
@Timeout(120)
class LongTextTest {
    private static final int LENGTH = 1 << 20;
    private static final List<String> CHARACTERS =
            List.of("a", "A", " ", "\n", "7", ".", "'", "\u00e9", "\u4e2d", "\t ", " \u0301");

    @Test
    void everyFamilyCutsLongRuns() {
        for (String family :
                List.of(
                        "default",
                        "gpt-2",
                        "starcoder",
                        "llama-bpe",
                        "qwen2",
                        "qwen35",
                        "deepseek-llm",
                        "deepseek-coder",
                        "deepseek-v3",
                        "falcon",
                        "tekken",
                        "gpt-4o",
                        "bloom",
                        "viking",
                        "kimi-k2",
                        "bailingmoe",
                        "seed-coder",
                        "minicpm5")) {
            Tokenizer tokenizer =
                    SmallVocabulary.byteLevel(family, List.of("a a", "aa aa"), "aa", "aaaa")
                            .put("bos_token_id", 0L)
                            .open();
            for (String character : CHARACTERS) {
                String text = character.repeat(LENGTH / 16 / character.length());
                assertThat(tokenizer.decode(tokenizer.encode(text, Special.NONE)))
                        .as(family)
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void longRunsMergeWithinOneWord() {
        Tokenizer byteLevel =
                SmallVocabulary.byteLevel("gpt-2", List.of("a a", "aa aa"), "aa", "aaaa").open();
        assertThat(byteLevel.encode("a".repeat(LENGTH), Special.NONE))
                .hasSize(LENGTH / 4)
                .containsOnly(257);
        Tokenizer pieces = SmallVocabulary.sentencePiece("\u2581", "a", "aa", "aaaa").open();
        assertThat(pieces.encode("a".repeat(LENGTH), Special.NONE)).hasSize(LENGTH / 4 + 1);
    }

    @Test
    void unigramCoversLongRuns() {
        Tokenizer tokenizer =
                SmallVocabulary.unigram(
                                List.of("<pad>", "</s>", "<unk>", "a", "aaaa"),
                                List.of(0.0, 0.0, 0.0, -3.0, -4.0),
                                List.of(3L, 3L, 2L, 1L, 1L))
                        .open();
        assertThat(tokenizer.encode("a".repeat(LENGTH), Special.NONE))
                .hasSize(LENGTH / 4)
                .containsOnly(4);
    }
}
