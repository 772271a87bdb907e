package dev.mote.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.text.tokenizer.Tokenizer.Special;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/** What goes in comes out, in one piece or token by token. */
class RoundTripTest {
    private static final int TEXTS = 2000;

    @Test
    void byteLevelGivesAnyTextBack() {
        for (String family : List.of("gpt-2", "llama-bpe", "qwen2", "deepseek-v3", "gpt-4o")) {
            Tokenizer tokenizer =
                    SmallVocabulary.byteLevel(family, List.of("a b", "\u0120 ab"), "ab", "\u0120ab")
                            .put("bos_token_id", 0L)
                            .open();
            Random random = new Random(family.hashCode());
            for (int i = 0; i < TEXTS; i++) {
                String text = text(random);
                int[] ids = tokenizer.encode(text, Special.NONE);
                assertThat(tokenizer.decode(ids)).isEqualTo(text);
                assertThat(streamed(tokenizer, ids)).isEqualTo(text);
            }
        }
    }

    @Test
    void sentencePieceGivesAnyTextBack() {
        Tokenizer tokenizer = SmallVocabulary.sentencePiece("\u2581", "a", "b", "ab").open();
        Random random = new Random(7);
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random).replace('\u2581', '_');
            assertThat(tokenizer.decode(tokenizer.encode(text, Special.NONE))).isEqualTo(text);
        }
    }

    @Test
    void streamingEqualsDecodingWhateverTheTokens() {
        Tokenizer bytes = SmallVocabulary.byteLevel("gpt-2", List.of()).open();
        Tokenizer pieces = SmallVocabulary.sentencePiece("\u2581", "\u2581a", "\u00e9").open();
        Random random = new Random(11);
        for (int i = 0; i < TEXTS; i++) {
            for (Tokenizer tokenizer : List.of(bytes, pieces)) {
                int[] ids =
                        random.ints(random.nextInt(12), 0, tokenizer.vocabularySize()).toArray();
                String streamed = streamed(tokenizer, ids);
                assertThat(streamed).isEqualTo(tokenizer.decode(ids));
                assertThat(streamed).doesNotContainPattern("[\\ud800-\\udfff]");
            }
        }
    }

    @Test
    void heldBackBytesAppearWithTheCharacter() {
        Tokenizer tokenizer = SmallVocabulary.byteLevel("gpt-2", List.of()).open();
        Detokenizer detokenizer = tokenizer.detokenizer();
        assertThat(detokenizer.append(0xf0)).isEmpty();
        assertThat(detokenizer.append(0x9f)).isEmpty();
        assertThat(detokenizer.append(0x98)).isEmpty();
        assertThat(detokenizer.append(0x80)).isEqualTo("\ud83d\ude00");
        assertThat(detokenizer.append(0xe2)).isEmpty();
        assertThat(detokenizer.append('x')).isEqualTo("\ufffdx");
        assertThat(detokenizer.append(0xff)).isEqualTo("\ufffd");
        assertThat(detokenizer.append(0xc3)).isEmpty();
        assertThat(detokenizer.finish()).isEqualTo("\ufffd");
    }

    @Test
    void loneSurrogatesBecomeReplacementCharacters() {
        Tokenizer tokenizer = SmallVocabulary.byteLevel("gpt-2", List.of()).open();
        int[] ids = tokenizer.encode("a\ud800b\udc00", Special.NONE);
        assertThat(tokenizer.decode(ids)).isEqualTo("a\ufffdb\ufffd");
    }

    private static String streamed(Tokenizer tokenizer, int[] ids) {
        Detokenizer detokenizer = tokenizer.detokenizer();
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(detokenizer.append(id));
        }
        return text.append(detokenizer.finish()).toString();
    }

    /** Mostly plain characters, some white space, some from anywhere in Unicode. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        while (text.length() < length) {
            switch (random.nextInt(4)) {
                case 0 -> text.append("ab'sS1239.,\"".charAt(random.nextInt(12)));
                case 1 -> text.append(" \t\n\r\u00a0\u3000".charAt(random.nextInt(6)));
                case 2 -> text.append((char) ('a' + random.nextInt(26)));
                default -> {
                    int c = random.nextInt(Character.MAX_CODE_POINT + 1);
                    boolean surrogate = c >= 0xd800 && c <= 0xdfff;
                    text.appendCodePoint(surrogate ? 'z' : c);
                }
            }
        }
        return text.toString();
    }
}
