package dev.mote.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PenaltiesTest {
    @Test
    void repetitionDividesPositiveAndMultipliesNegativeLogits() {
        float[] logits = {2, -2, 2, -2};
        adjust(new PenaltyOptions(2, 0, 0, -1), logits, 0, 1);
        assertThat(logits).containsExactly(1, -4, 2, -2);
    }

    @Test
    void frequencyCountsAndPresenceDoesNot() {
        float[] logits = {5, 5, 5};
        adjust(new PenaltyOptions(1, 0.5, 1, -1), logits, 0, 1, 0, 0);
        assertThat(logits).containsExactly(2.5f, 3.5f, 5);
    }

    @Test
    void negativePenaltiesReward() {
        float[] logits = {0, 0};
        adjust(new PenaltyOptions(1, -1, 0, -1), logits, 1, 1);
        assertThat(logits).containsExactly(0, 2);
    }

    @Test
    void onlyTheWindowCounts() {
        float[] logits = {5, 5, 5};
        adjust(new PenaltyOptions(1, 0, 1, 2), logits, 0, 1, 2);
        assertThat(logits).containsExactly(5, 4, 4);
    }

    @Test
    void aWindowOfZeroSwitchesPenaltiesOff() {
        assertThat(new PenaltyOptions(2, 1, 1, 0).active()).isFalse();
        assertThat(PenaltyOptions.NONE.active()).isFalse();
        assertThat(new PenaltyOptions(1.1, 0, 0, 64).active()).isTrue();
    }

    private static void adjust(PenaltyOptions options, float[] logits, int... past) {
        TokenHistory history = new TokenHistory();
        for (int token : past) {
            history.add(token);
        }
        new Penalties(options, history).adjust(logits);
    }
}
