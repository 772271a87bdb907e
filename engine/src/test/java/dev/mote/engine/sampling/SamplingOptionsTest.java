package dev.mote.engine.sampling;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

class SamplingOptionsTest {
    @Test
    void rejectsEveryValueOutOfRangeByName() {
        rejects("temperature", () -> options(-0.1, 0, 1, 0, 1));
        rejects("temperature", () -> options(Double.NaN, 0, 1, 0, 1));
        rejects("temperature", () -> options(Double.POSITIVE_INFINITY, 0, 1, 0, 1));
        rejects("topK", () -> options(1, -1, 1, 0, 1));
        rejects("topP", () -> options(1, 0, 0, 0, 1));
        rejects("topP", () -> options(1, 0, 1.1, 0, 1));
        rejects("topP", () -> options(1, 0, Double.NaN, 0, 1));
        rejects("minP", () -> options(1, 0, 1, -0.1, 1));
        rejects("minP", () -> options(1, 0, 1, Double.NaN, 1));
        rejects("typicalP", () -> options(1, 0, 1, 0, 0));
        rejects("repetitionPenalty", () -> new PenaltyOptions(0, 0, 0, 64));
        rejects("repetitionPenalty", () -> new PenaltyOptions(Double.NaN, 0, 0, 64));
        rejects("frequencyPenalty", () -> new PenaltyOptions(1, Double.NaN, 0, 64));
        rejects("presencePenalty", () -> new PenaltyOptions(1, 0, -11, 64));
        rejects("penaltyWindow", () -> new PenaltyOptions(1, 0, 0, -2));
        rejects("dryMultiplier", () -> new DryOptions(-1, 1.75, 2, -1, List.of()));
        rejects("dryBase", () -> new DryOptions(1, 0.5, 2, -1, List.of()));
        rejects("dryAllowedLength", () -> new DryOptions(1, 1.75, 0, -1, List.of()));
        rejects("dryRange", () -> new DryOptions(1, 1.75, 2, -2, List.of()));
        rejects("drySequenceBreakers", () -> new DryOptions(1, 1.75, 2, -1, List.of("")));
        rejects("logitBias", () -> bias(-1, 0));
        rejects("logitBias of token 3", () -> bias(3, Double.NaN));
        rejects("logitBias of token 3", () -> bias(3, Double.POSITIVE_INFINITY));
    }

    private static void rejects(String option, Runnable construction) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith(option + " is ")
                .hasMessageContaining("; it must be ");
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

    private static SamplingOptions bias(int token, double value) {
        return new SamplingOptions(
                1,
                0,
                1,
                0,
                1,
                PenaltyOptions.NONE,
                DryOptions.NONE,
                Map.of(token, value),
                OptionalLong.empty());
    }
}
