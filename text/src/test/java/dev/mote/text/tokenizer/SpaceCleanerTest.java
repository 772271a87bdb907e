package dev.mote.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** Spaces around punctuation go, however the text arrives. */
class SpaceCleanerTest {
    @Test
    void joinsPunctuationAndContractions() {
        assertThat(SpaceCleaner.clean(" hello , world ! it 's we 've i 'm they 're don ' t 'll"))
                .isEqualTo(" hello, world! it's we've i'm they're don't 'll");
    }

    @Test
    void piecesGiveWhatTheWholeGives() {
        Random random = new Random(5);
        String alphabet = "  '',.?!svremt";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            SpaceCleaner cleaner = new SpaceCleaner();
            StringBuilder pieces = new StringBuilder();
            for (int c = 0; c < text.length(); c++) {
                pieces.append(cleaner.append(text.substring(c, c + 1)));
            }
            pieces.append(cleaner.finish());
            assertThat(pieces.toString())
                    .as(text.toString())
                    .isEqualTo(SpaceCleaner.clean(text.toString()));
        }
    }
}
