package dev.mote.kernel.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/** Attention against a one-pass computation on plain arrays, and what its masks and biases mean. */
class ReferenceAttentionTest {
    private static final int HEADS = 4;
    private static final int KV_HEADS = 2;
    private static final int KEY_SIZE = 32;
    private static final int VALUE_SIZE = 64;
    private static final int POSITIONS = 9;

    private final Kernels kernels = new ReferenceKernels();
    private final Random random = new Random(21);
    private final FloatMatrix keys = Matrices.random(random, POSITIONS, KV_HEADS * KEY_SIZE);
    private final FloatMatrix values = Matrices.random(random, POSITIONS, KV_HEADS * VALUE_SIZE);
    private final FloatMatrix queries = Matrices.random(random, 3, HEADS * KEY_SIZE);

    @ParameterizedTest
    @CsvSource({"F32, 1e-6", "F16, 5e-3", "Q8_0, 5e-2"})
    void agreesWithAOnePassComputation(BlockType type, float tolerance) {
        FloatMatrix out = attend(type, shape(0, new Mask.Causal(), new PositionBias.None()), 6);
        compare(out, 6, 0, key -> true, tolerance);
    }

    @Test
    void softCapLimitsScores() {
        FloatMatrix out =
                attend(BlockType.F32, shape(0.5f, new Mask.Causal(), new PositionBias.None()), 6);
        compare(out, 6, 0.5f, key -> true, 1e-6f);
    }

    @Test
    void fullMaskSeesLaterKeys() {
        FloatMatrix out =
                attend(BlockType.F32, shape(0, new Mask.Full(), new PositionBias.None()), 0);
        for (int row = 0; row < 3; row++) {
            float[] expected = onePass(row, 0, key -> true, 0);
            assertThat(Matrices.values(out.rows(row, 1))).containsExactly(expected, within(1e-6f));
        }
    }

    @Test
    void causalWindowSeesExactlyItsWidth() {
        FloatMatrix out =
                attend(
                        BlockType.F32,
                        shape(0, new Mask.CausalWindow(3), new PositionBias.None()),
                        6);
        for (int row = 0; row < 3; row++) {
            int position = 6 + row;
            float[] expected = onePass(row, 0, key -> key > position - 3 && key <= position, 0);
            assertThat(Matrices.values(out.rows(row, 1))).containsExactly(expected, within(1e-6f));
        }
    }

    @Test
    void symmetricWindowSeesBothSides() {
        FloatMatrix out =
                attend(
                        BlockType.F32,
                        shape(0, new Mask.SymmetricWindow(2), new PositionBias.None()),
                        3);
        for (int row = 0; row < 3; row++) {
            int position = 3 + row;
            float[] expected = onePass(row, 0, key -> Math.abs(key - position) <= 2, 0);
            assertThat(Matrices.values(out.rows(row, 1))).containsExactly(expected, within(1e-6f));
        }
    }

    @Test
    void alibiSubtractsSlopeTimesDistance() {
        float[] slopes = {0.25f, 0.25f, 0.25f, 0.25f};
        FloatMatrix out =
                attend(BlockType.F32, shape(0, new Mask.Full(), new PositionBias.Alibi(slopes)), 4);
        for (int row = 0; row < 3; row++) {
            assertThat(Matrices.values(out.rows(row, 1)))
                    .containsExactly(onePass(row, 4 + row, key -> true, 0.25), within(1e-6f));
        }
    }

    @Test
    void relativeBucketsAddTheirTable() {
        // Every bucket of a head holds the same number: the softmax must not change.
        FloatMatrix table = Matrices.zeros(8, HEADS);
        for (int bucket = 0; bucket < 8; bucket++) {
            for (int head = 0; head < HEADS; head++) {
                table.set(bucket, head, head);
            }
        }
        PositionBias same = new PositionBias.RelativeBuckets(table, true, 16);
        FloatMatrix plain =
                attend(BlockType.F32, shape(0, new Mask.Full(), new PositionBias.None()), 0);
        FloatMatrix biased = attend(BlockType.F32, shape(0, new Mask.Full(), same), 0);
        assertThat(Matrices.values(biased)).containsExactly(Matrices.values(plain), within(1e-6f));

        // Bucket 0 is the query's own position: where it outweighs all, the output is its value.
        for (int head = 0; head < HEADS; head++) {
            table.set(0, head, 1000);
        }
        FloatMatrix own = attend(BlockType.F32, shape(0, new Mask.Full(), same), 2);
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < VALUE_SIZE; i++) {
                assertThat(own.get(row, i)).isEqualTo(values.get(2 + row, i));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, 1",
        "-7, 7",
        "-8, 8",
        "-11, 8",
        "-12, 9",
        "-15, 9",
        "-16, 10",
        "-22, 10",
        "-23, 11",
        "-31, 11",
        "-32, 12",
        "-45, 12",
        "-46, 13",
        "-63, 13",
        "-64, 14",
        "-90, 14",
        "-91, 15",
        "-127, 15",
        "-128, 15",
        "-100000, 15",
        "1, 17",
        "7, 23",
        "8, 24",
        "64, 30",
        "128, 31"
    })
    void bucketsOfBothDirections(int distance, int bucket) {
        assertThat(ReferenceAttention.bucket(distance, 32, true, 128)).isEqualTo(bucket);
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "0, 0", "-15, 15", "-16, 16", "-19, 17", "-20, 17", "-127, 31", "-999, 31"})
    void bucketsOfThePastOnly(int distance, int bucket) {
        assertThat(ReferenceAttention.bucket(distance, 32, false, 128)).isEqualTo(bucket);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void laterPositionsMayHoldAnything(BlockType type) {
        KvLayer layer = layer(type);
        kernels.store(layer, 0, keys, values);
        AttentionShape shape = shape(0, new Mask.Causal(), new PositionBias.None());
        FloatMatrix clean = Matrices.zeros(1, HEADS * VALUE_SIZE);
        kernels.attention(shape, queries.rows(0, 1), layer, 4, POSITIONS, clean);
        FloatMatrix poison = Matrices.zeros(1, KV_HEADS * KEY_SIZE);
        FloatMatrix poisonValues = Matrices.zeros(1, KV_HEADS * VALUE_SIZE);
        poison.segment().fill((byte) 0xff);
        poisonValues.segment().fill((byte) 0xff);
        for (int position = 5; position < POSITIONS; position++) {
            kernels.store(layer, position, poison, poisonValues);
        }
        FloatMatrix out = Matrices.zeros(1, HEADS * VALUE_SIZE);
        kernels.attention(shape, queries.rows(0, 1), layer, 4, POSITIONS, out);
        assertThat(Matrices.values(out))
                .isEqualTo(Matrices.values(clean))
                .doesNotContain(Float.NaN);
    }

    @Test
    void queryThatSeesNothingGivesZeros() {
        FloatMatrix out =
                attend(
                        BlockType.F32,
                        shape(0, new Mask.SymmetricWindow(1), new PositionBias.None()),
                        100);
        assertThat(Matrices.values(out)).containsOnly(0);
    }

    @Test
    void storedRowsKeepTheirOrderWhateverTheChunks() {
        for (BlockType type : List.of(BlockType.F32, BlockType.F16, BlockType.Q8_0)) {
            KvLayer whole = layer(type);
            kernels.store(whole, 0, keys, values);
            KvLayer chunked = layer(type);
            kernels.store(chunked, 0, keys.rows(0, 4), values.rows(0, 4));
            kernels.store(chunked, 4, keys.rows(4, 5), values.rows(4, 5));
            assertThat(chunked.keys(0).mismatch(whole.keys(0))).isEqualTo(-1);
            assertThat(chunked.values(0).mismatch(whole.values(0))).isEqualTo(-1);
        }
    }

    private FloatMatrix attend(BlockType type, AttentionShape shape, int firstPosition) {
        KvLayer layer = layer(type);
        kernels.store(layer, 0, keys, values);
        FloatMatrix out = Matrices.zeros(queries.rows(), HEADS * VALUE_SIZE);
        kernels.attention(shape, queries, layer, firstPosition, POSITIONS, out);
        return out;
    }

    private static KvLayer layer(BlockType type) {
        return KvLayer.allocate(
                Arena.ofAuto(), type, KV_HEADS, KEY_SIZE, VALUE_SIZE, POSITIONS + 2);
    }

    private static AttentionShape shape(float softCap, Mask mask, PositionBias bias) {
        return new AttentionShape(HEADS, KV_HEADS, KEY_SIZE, VALUE_SIZE, 0.2f, softCap, mask, bias);
    }

    private void compare(
            FloatMatrix out,
            int firstPosition,
            float softCap,
            IntPredicate visible,
            float tolerance) {
        for (int row = 0; row < out.rows(); row++) {
            int position = firstPosition + row;
            float[] expected =
                    onePass(row, key -> key <= position && visible.test(key), softCap, 0, position);
            assertThat(Matrices.values(out.rows(row, 1)))
                    .containsExactly(expected, within(tolerance));
        }
    }

    private float[] onePass(int row, int position, IntPredicate visible, double slope) {
        return onePass(row, visible, 0, slope, position);
    }

    /** Running maximum and sum (arXiv:1805.02867): no second pass over the scores. */
    private float[] onePass(
            int row, IntPredicate visible, float softCap, double slope, int position) {
        float[] out = new float[HEADS * VALUE_SIZE];
        for (int head = 0; head < HEADS; head++) {
            int kvHead = head / (HEADS / KV_HEADS);
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            double[] mixed = new double[VALUE_SIZE];
            for (int key = 0; key < POSITIONS; key++) {
                if (!visible.test(key)) {
                    continue;
                }
                double score = 0;
                for (int i = 0; i < KEY_SIZE; i++) {
                    score +=
                            (double) queries.get(row, head * KEY_SIZE + i)
                                    * keys.get(key, kvHead * KEY_SIZE + i);
                }
                score *= 0.2f;
                if (softCap > 0) {
                    score = softCap * Math.tanh(score / softCap);
                }
                score -= slope * Math.abs(position - key);
                double newMax = Math.max(max, score);
                double shrink = Math.exp(max - newMax);
                double weight = Math.exp(score - newMax);
                for (int i = 0; i < VALUE_SIZE; i++) {
                    mixed[i] =
                            mixed[i] * shrink + weight * values.get(key, kvHead * VALUE_SIZE + i);
                }
                sum = sum * shrink + weight;
                max = newMax;
            }
            for (int i = 0; i < VALUE_SIZE; i++) {
                out[head * VALUE_SIZE + i] = (float) (mixed[i] / sum);
            }
        }
        return out;
    }
}
