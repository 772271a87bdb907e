package dev.mote.model.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JinaBertV2Test {
    @Test
    void halvesSlopesForEightHeads() {
        // arXiv:2108.12409, section 3: 1/2, 1/4, ... 1/256 for eight heads.
        assertThat(JinaBertV2.slopes(8))
                .containsExactly(
                        0.5f, 0.25f, 0.125f, 1 / 16f, 1 / 32f, 1 / 64f, 1 / 128f, 1 / 256f);
    }

    @Test
    void fillsUpFromTheFinerSequenceForTwelveHeads() {
        float[] slopes = JinaBertV2.slopes(12);

        assertThat(slopes).startsWith(JinaBertV2.slopes(8));
        assertThat(slopes[8]).isEqualTo((float) Math.pow(2, -0.5));
        assertThat(slopes[11]).isEqualTo((float) Math.pow(2, -3.5));
    }
}
