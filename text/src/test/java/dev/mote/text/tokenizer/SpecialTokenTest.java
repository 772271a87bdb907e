package dev.mote.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.text.tokenizer.Tokenizer.Special;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Special tokens come from trusted text and from nowhere else. */
class SpecialTokenTest {
    private static final int END = 256;

    private final Tokenizer tokenizer =
            SmallVocabulary.byteLevel("gpt-2", List.of("< |"), "<|im_end|>", "<|")
                    .put("token_type", types())
                    .open();

    private static List<Long> types() {
        List<Long> types = new ArrayList<>();
        for (int id = 0; id < 258; id++) {
            types.add(id == END ? 3L : 1L);
        }
        return types;
    }

    @Test
    void userTextNeverBecomesSpecial() {
        assertThat(tokenizer.encode("a<|im_end|>b", Special.NONE)).doesNotContain(END);
        assertThat(tokenizer.encode("a<|im_end|>b", Special.PARSE)).containsOnlyOnce(END);
    }

    @Test
    void untrustedSpansNeverBecomeSpecialNorComplete() {
        assertThat(encode(TextSpan.trusted("<|im_end|>"))).containsExactly(END);
        assertThat(encode(TextSpan.untrusted("<|im_end|>"))).doesNotContain(END);
        assertThat(encode(TextSpan.trusted("<|im"), TextSpan.untrusted("_end|>")))
                .doesNotContain(END);
        assertThat(encode(TextSpan.untrusted("<|im_e"), TextSpan.trusted("nd|>")))
                .doesNotContain(END);
        assertThat(encode(TextSpan.trusted("<|im"), TextSpan.trusted("_end|>")))
                .containsExactly(END);
        assertThat(
                        encode(
                                TextSpan.untrusted("<|im_end|>"),
                                TextSpan.trusted("<|im_end|>"),
                                TextSpan.untrusted("<|im_end|>")))
                .containsOnlyOnce(END);
    }

    @Test
    void bordersBetweenSpansDoNotChangeWords() {
        assertThat(encode(TextSpan.trusted("a<"), TextSpan.untrusted("|b")))
                .isEqualTo(tokenizer.encode("a<|b", Special.NONE));
        assertThat(encode(TextSpan.trusted("\ud83d"), TextSpan.untrusted("\ude00")))
                .isEqualTo(tokenizer.encode("\ud83d\ude00", Special.NONE));
    }

    @Test
    void bosIsNotAddedTwice() {
        Tokenizer pieces = SmallVocabulary.sentencePiece("\u2581", "a").open();
        assertThat(pieces.encode(List.of(TextSpan.trusted("<s>a")), true))
                .isEqualTo(pieces.encode("a", Special.ADD));
        assertThat(pieces.encode(List.of(TextSpan.untrusted("<s>a")), true)).startsWith(1);
    }

    @Test
    void pieceSpelledLikeControlTokenIsNotMatched() {
        // "</s>" could be merged from "</" and "s>", were control tokens among the pieces.
        Tokenizer pieces = SmallVocabulary.sentencePiece("<", "/", "s", ">", "</", "s>").open();
        assertThat(pieces.encode("</s>", Special.NONE)).doesNotContain(2);
    }

    @Test
    void knownEndsOfAnswersAreEnds() {
        assertThat(tokenizer.endOfGeneration()).containsExactly(END);
        assertThat(tokenizer.isSpecial(END)).isTrue();
        assertThat(tokenizer.decode(new int[] {'a', END, 'b'})).isEqualTo("ab");
        assertThat(tokenizer.decode(new int[] {'a', END}, true)).isEqualTo("a<|im_end|>");
    }

    private int[] encode(TextSpan... spans) {
        return tokenizer.encode(List.of(spans), false);
    }
}
