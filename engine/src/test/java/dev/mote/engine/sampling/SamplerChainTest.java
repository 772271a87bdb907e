package dev.mote.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

class SamplerChainTest {
    private static final float[] LOGITS = {1.0f, 2.0f, 0.5f, -1.0f, 1.5f, 0.0f};

    @Test
    void drawsWithTheProbabilitiesOfTheTemperature() {
        for (double temperature : new double[] {0.5, 1, 2}) {
            float[] scaled = LOGITS.clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] /= (float) temperature;
            }
            assertChiSquare(options(temperature, 0, 1, 0, 1), TruncationTest.softmax(scaled), 42);
        }
    }

    @Test
    void drawsOnlySurvivorsAndKeepsTheirRatios() {
        double[] all = TruncationTest.softmax(LOGITS);
        double sum = all[1] + all[4] + all[0];
        double[] expected = {all[0] / sum, all[1] / sum, 0, 0, all[4] / sum, 0};
        assertChiSquare(options(1, 3, 1, 0, 1), expected, 7);
        // p(1) + p(4) is below 0.8 and p(1) + p(4) + p(0) above.
        assertChiSquare(options(1, 0, 0.8, 0, 1), expected, 8);
        // e^-1 is 0.37 and e^-1.5 is 0.22.
        assertChiSquare(options(1, 0, 1, 0.3, 1), expected, 9);
    }

    @Test
    void sameSeedGivesTheSameDrawsAndAnotherSeedOthers() {
        SamplingOptions options = SamplingOptions.DEFAULT;
        float[] logits = TruncationTest.randomLogits(3);
        assertThat(draws(options, logits, 1, 200)).isEqualTo(draws(options, logits, 1, 200));
        assertThat(draws(options, logits, 1, 200)).isNotEqualTo(draws(options, logits, 2, 200));
    }

    @Test
    void greedyTakesTheLowestIdOfEquals() {
        assertThat(chain(SamplingOptions.GREEDY, 4, 0).sample(new float[] {0, 3, 3, 1}))
                .isEqualTo(1);
    }

    @Test
    void biasMovesAndForbidsTokens() {
        SamplingOptions greedy = SamplingOptions.GREEDY;
        assertThat(chain(withBias(greedy, Map.of(5, 100.0)), 6, 0).sample(LOGITS)).isEqualTo(5);
        assertThat(
                        chain(withBias(greedy, Map.of(1, Double.NEGATIVE_INFINITY)), 6, 0)
                                .sample(LOGITS))
                .isEqualTo(4);
    }

    @Test
    void rejectsBiasBeyondTheVocabulary() {
        assertThatThrownBy(() -> chain(withBias(SamplingOptions.GREEDY, Map.of(6, 1.0)), 6, 0))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("logitBias is 6; it must be below 6");
    }

    @Test
    void saysWhenEveryTokenIsMasked() {
        SamplingOptions masked =
                withBias(
                        SamplingOptions.DEFAULT,
                        Map.of(0, Double.NEGATIVE_INFINITY, 1, Double.NEGATIVE_INFINITY));
        assertThatThrownBy(() -> chain(masked, 2, 0).sample(new float[] {1, 2}))
                .isInstanceOf(SamplingException.class)
                .hasMessageContaining("all 2 tokens are masked");
    }

    @Test
    void refusesLogitsThatAreNotFinite() {
        for (float bad :
                new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() ->
                            chain(SamplingOptions.DEFAULT, 3, 0).sample(new float[] {1, bad, 2}))
                    .isInstanceOf(SamplingException.class)
                    .hasMessageContaining("the logit of token 1 is " + bad);
        }
    }

    @Test
    void leavesTheLogitsAlone() {
        float[] logits = LOGITS.clone();
        chain(withBias(SamplingOptions.DEFAULT, Map.of(0, 5.0)), 6, 0).sample(logits);
        assertThat(logits).isEqualTo(LOGITS);
    }

    @Test
    void theTiniestTemperatureIsGreedyAndTheLargestAlmostUniform() {
        assertThat(draws(options(1e-300, 0, 1, 0, 1), LOGITS, 5, 50)).containsOnly(1);
        assertThat(draws(options(100, 0, 1, 0, 1), LOGITS, 5, 500)).contains(0, 1, 2, 3, 4, 5);
    }

    private static void assertChiSquare(SamplingOptions options, double[] expected, long seed) {
        int count = 20_000;
        int[] observed = new int[expected.length];
        for (int token : draws(options, LOGITS, seed, count)) {
            observed[token]++;
        }
        double chiSquare = 0;
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] == 0) {
                assertThat(observed[i]).as("token %d was ruled out", i).isZero();
            } else {
                double difference = observed[i] - expected[i] * count;
                chiSquare += difference * difference / (expected[i] * count);
            }
        }
        // The 99.9 % quantile for at most 5 degrees of freedom; the seed is fixed.
        assertThat(chiSquare).isLessThan(20.52);
    }

    private static List<Integer> draws(
            SamplingOptions options, float[] logits, long seed, int count) {
        SamplerChain chain = chain(options, logits.length, seed);
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> chain.sample(logits))
                .toList();
    }

    static SamplerChain chain(SamplingOptions options, int vocabulary, long seed) {
        return new SamplerChain(options, seed, vocabulary, token -> new byte[] {(byte) token});
    }

    private static SamplingOptions options(
            double temperature, int topK, double topP, double minP, double typicalP) {
        return new SamplingOptions(
                temperature,
                topK,
                topP,
                minP,
                typicalP,
                PenaltyOptions.NONE,
                DryOptions.NONE,
                Map.of(),
                OptionalLong.empty());
    }

    private static SamplingOptions withBias(SamplingOptions options, Map<Integer, Double> bias) {
        return new SamplingOptions(
                options.temperature(),
                options.topK(),
                options.topP(),
                options.minP(),
                options.typicalP(),
                options.penalties(),
                options.dry(),
                bias,
                options.seed());
    }
}
