package dev.mote.kernel.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.RopeTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Random;

/** Rotary embeddings: known turns, and the property they exist for. */
class ReferenceRopeTest {
    private static final float QUARTER = (float) (Math.PI / 2);

    private final Kernels kernels = new ReferenceKernels();

    @Test
    void quarterTurnOfNeighbours() {
        FloatMatrix x = Matrices.row(1, 2, 3, 4);
        kernels.rope(x, 4, table(RopeTable.Pairing.ADJACENT, QUARTER, 0), 1);
        assertThat(Matrices.values(x)).containsExactly(new float[] {-2, 1, 3, 4}, within(1e-6f));
    }

    @Test
    void quarterTurnOfHalves() {
        FloatMatrix x = Matrices.row(1, 2, 3, 4);
        kernels.rope(x, 4, table(RopeTable.Pairing.HALVES, QUARTER, 0), 1);
        assertThat(Matrices.values(x)).containsExactly(new float[] {-3, 2, 1, 4}, within(1e-6f));
    }

    @Test
    void leavesTheRestOfAHeadAlone() {
        FloatMatrix x = Matrices.row(1, 2, 3, 4, 1, 2, 3, 4);
        kernels.rope(x, 4, table(RopeTable.Pairing.HALVES, QUARTER), 1);
        assertThat(Matrices.values(x))
                .containsExactly(new float[] {-2, 1, 3, 4, -2, 1, 3, 4}, within(1e-6f));
    }

    @Test
    void rowsAreAtConsecutivePositions() {
        FloatMatrix x = Matrices.rows(3, 1, 0, 1, 0, 1, 0);
        kernels.rope(x, 2, table(RopeTable.Pairing.ADJACENT, QUARTER), 4);
        assertThat(Matrices.values(x))
                .containsExactly(new float[] {1, 0, 0, 1, -1, 0}, within(1e-5f));
    }

    @Test
    void magnitudeScalesTheRotatedPart() {
        FloatMatrix x = Matrices.row(1, 2, 3, 4);
        RopeTable table = RopeTable.of(RopeTable.Pairing.ADJACENT, new float[] {QUARTER}, 3);
        kernels.rope(x, 4, table, 0);
        assertThat(Matrices.values(x)).containsExactly(3, 6, 3, 4);
    }

    @ParameterizedTest
    @EnumSource
    void productsDependOnlyOnTheDistance(RopeTable.Pairing pairing) {
        Random random = new Random(8);
        RopeTable table = table(pairing, 1, 0.3f, 0.01f);
        FloatMatrix query = Matrices.random(random, 1, 6);
        FloatMatrix key = Matrices.random(random, 1, 6);
        assertThat(product(query, 7, key, 3, table))
                .isCloseTo(product(query, 104, key, 100, table), within(1e-4));
    }

    private double product(
            FloatMatrix query, int queryPosition, FloatMatrix key, int keyPosition, RopeTable t) {
        FloatMatrix q = Matrices.zeros(1, 6);
        FloatMatrix k = Matrices.zeros(1, 6);
        q.copyFrom(query);
        k.copyFrom(key);
        kernels.rope(q, 6, t, queryPosition);
        kernels.rope(k, 6, t, keyPosition);
        double product = 0;
        for (int i = 0; i < 6; i++) {
            product += q.get(0, i) * k.get(0, i);
        }
        return product;
    }

    private static RopeTable table(RopeTable.Pairing pairing, float... inverseFrequencies) {
        return RopeTable.of(pairing, inverseFrequencies, 1);
    }
}
