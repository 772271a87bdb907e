package dev.mote.serve.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Many texts are read in parts, between which time may run out. */
class JobTest {
    @Test
    void readsShortTextsTogetherAndLongOnesAlone() {
        int[] counts = {100, 400, 20, 3000, 5, 5};
        assertThat(Job.partEnd(counts, 0)).isEqualTo(2);
        assertThat(Job.partEnd(counts, 2)).isEqualTo(3);
        assertThat(Job.partEnd(counts, 3)).isEqualTo(4);
        assertThat(Job.partEnd(counts, 4)).isEqualTo(6);
    }
}
