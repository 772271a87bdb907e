package dev.mote.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Tokens are the letters a to z: token 0 stands for "a". */
class DryTest {
    private static final DryOptions OPTIONS = DryOptions.NONE.withMultiplier(1);

    @Test
    void penalisesWhatWouldContinueARepeatedSequence() {
        // "abcd" occurred, "abc" was repeated: d would continue it, length 3 over 2 allowed.
        float[] logits = penalised(OPTIONS, "abcdxabc");
        assertThat(logits['d' - 'a']).isEqualTo(-1.75f);
        assertThat(logits['x' - 'a']).isZero();
    }

    @Test
    void theLongestRepeatCounts() {
        // d followed "bc" once and "abc" once.
        float[] logits = penalised(OPTIONS, "abcdzbcdyabc");
        assertThat(logits['d' - 'a']).isEqualTo(-1.75f);
    }

    @Test
    void repeatsShorterThanAllowedAreFree() {
        assertThat(penalised(OPTIONS, "cdxc")['d' - 'a']).isZero();
        assertThat(penalised(OPTIONS, "bcdxbc")['d' - 'a']).isEqualTo(-1);
    }

    @Test
    void repeatsDoNotReachAcrossBreakers() {
        DryOptions breaking = new DryOptions(1, 1.75, 2, -1, List.of("x"));
        assertThat(penalised(breaking, "axbcdqaxbc")['d' - 'a']).isEqualTo(-1);
        assertThat(penalised(breaking, "axcdqaxc")['d' - 'a']).isZero();
    }

    @Test
    void breakersMayLieAcrossTokens() {
        DryOptions breaking = new DryOptions(1, 1.75, 2, -1, List.of("xy"));
        assertThat(penalised(breaking, "axybcdqaxybc")['d' - 'a']).isEqualTo(-1);
    }

    @Test
    void onlyTheRangeIsSearched() {
        DryOptions nearby = new DryOptions(1, 1.75, 2, 6, List.of());
        assertThat(penalised(nearby, "abcdzzzzabc")['d' - 'a']).isZero();
        assertThat(penalised(nearby, "zzbcdabc")['d' - 'a']).isEqualTo(-1);
    }

    @Test
    void agreesWithTheDefinitionOnRandomSequences() {
        Random random = new Random(11);
        for (int trial = 0; trial < 300; trial++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append((char) ('a' + random.nextInt(3)));
            }
            DryOptions options = new DryOptions(0.8, 1.5, 1 + random.nextInt(3), -1, List.of("c"));
            float[] logits = penalised(options, text.toString());
            for (int token = 0; token < 3; token++) {
                assertThat((double) logits[token])
                        .as("token %d after '%s'", token, text)
                        .isEqualTo(-definition(options, text.toString(), token), within(1e-3));
            }
        }
    }

    /** Compares every earlier place with the end, character by character. */
    private static double definition(DryOptions options, String text, int token) {
        int limit = text.length() - 1 - text.lastIndexOf('c');
        int longest = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 'a' + token) {
                int length = 0;
                while (length < Math.min(limit, i)
                        && text.charAt(i - 1 - length) == text.charAt(text.length() - 1 - length)) {
                    length++;
                }
                longest = Math.max(longest, length);
            }
        }
        return longest < options.allowedLength()
                ? 0
                : options.multiplier()
                        * Math.pow(options.base(), longest - options.allowedLength());
    }

    private static float[] penalised(DryOptions options, String past) {
        TokenHistory history = new TokenHistory();
        Dry dry =
                new Dry(
                        options,
                        history,
                        token ->
                                String.valueOf((char) ('a' + token))
                                        .getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < past.length(); i++) {
            history.add(past.charAt(i) - 'a');
            dry.accept(past.charAt(i) - 'a');
        }
        float[] logits = new float[26];
        dry.adjust(logits);
        return logits;
    }
}
