package dev.mote.kernel.check;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.WeightMatrix;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;

/** What a caller is told whose operands do not fit. */
class ShapesTest {
    private static final WeightMatrix WEIGHTS =
            WeightMatrix.of(BlockType.Q4_0, 3, 64, Arena.ofAuto().allocate(3 * 36));

    @Test
    void matmulNamesAllThreeShapes() {
        refuses(
                () -> Shapes.matmul(WEIGHTS, matrix(2, 32), matrix(2, 3)),
                "matmul: shape mismatch: Q4_0[3, 64] times FloatMatrix[2, 32] into"
                        + " FloatMatrix[2, 3]");
        refuses(
                () -> Shapes.matmul(WEIGHTS, matrix(2, 64), matrix(2, 4)),
                "matmul: shape mismatch: Q4_0[3, 64] times FloatMatrix[2, 64] into"
                        + " FloatMatrix[2, 4]");
        refuses(
                () -> Shapes.matmul(WEIGHTS, matrix(2, 64), matrix(1, 3)),
                "matmul: shape mismatch: Q4_0[3, 64] times FloatMatrix[2, 64] into"
                        + " FloatMatrix[1, 3]");
    }

    @Test
    void gatherNamesTheRow() {
        refuses(
                () -> Shapes.gather(WEIGHTS, new int[2], matrix(1, 64)),
                "gather: shape mismatch: 2 rows of Q4_0[3, 64] into FloatMatrix[1, 64]");
        for (int id : new int[] {3, -1}) {
            assertThatThrownBy(() -> Shapes.gather(WEIGHTS, new int[] {id}, matrix(1, 64)))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("gather: row " + id + " of Q4_0[3, 64]");
        }
    }

    @Test
    void normsNameWeightAndBias() {
        refuses(
                () -> Shapes.norm("rmsNorm", matrix(1, 6), matrix(1, 4), null, true, matrix(1, 6)),
                "rmsNorm: shape mismatch: FloatMatrix[1, 6] with weight FloatMatrix[1, 4]");
        refuses(
                () ->
                        Shapes.norm(
                                "layerNorm",
                                matrix(1, 6),
                                matrix(1, 6),
                                matrix(1, 3),
                                false,
                                matrix(1, 6)),
                "layerNorm: shape mismatch: FloatMatrix[1, 6] with weight FloatMatrix[1, 6] and"
                        + " bias FloatMatrix[1, 3]");
        refuses(
                () ->
                        Shapes.norm(
                                "layerNorm", matrix(1, 6), matrix(1, 3), null, false, matrix(1, 6)),
                "layerNorm: shape mismatch: FloatMatrix[1, 6] with weight FloatMatrix[1, 3]");
        refuses(
                () -> Shapes.norm("rmsNorm", matrix(1, 6), matrix(1, 0), null, true, matrix(1, 6)),
                "rmsNorm: shape mismatch: FloatMatrix[1, 6] with weight FloatMatrix[1, 0]");
    }

    @Test
    void ropeNamesPairsAndHeads() {
        RopeTable table = RopeTable.of(RopeTable.Pairing.HALVES, new float[3], 1);
        refuses(
                () -> Shapes.rope(matrix(1, 8), 4, table, 0),
                "rope: shape mismatch: 3 pairs of heads of 4 in FloatMatrix[1, 8]");
        refuses(
                () -> Shapes.rope(matrix(1, 8), 6, table, 0),
                "rope: shape mismatch: 3 pairs of heads of 6 in FloatMatrix[1, 8]");
        assertThatThrownBy(() -> Shapes.rope(matrix(2, 8), 8, table, Integer.MAX_VALUE))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("rope: 2 positions from 2147483647 on");
    }

    @Test
    void storeNamesTheCapacity() {
        assertThatThrownBy(() -> Shapes.store(layer(), 9, matrix(2, 8), matrix(2, 4)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("store: 2 positions from 9 on into a cache of 10");
        refuses(
                () -> Shapes.store(layer(), 0, matrix(2, 4), matrix(2, 4)),
                "store: shape mismatch: keys FloatMatrix[2, 4] and values FloatMatrix[2, 4] into 2"
                        + " heads of 4 and 2");
    }

    @Test
    void attentionNamesHeadsAndCache() {
        AttentionShape shape = shape(new PositionBias.None());
        refuses(
                () -> Shapes.attention(shape, matrix(1, 8), layer(), 0, 1, matrix(1, 8)),
                "attention: shape mismatch: 4 heads of 4 and 2 with queries FloatMatrix[1, 8] over"
                        + " 2 heads of 4 and 2 into FloatMatrix[1, 8]");
        for (int keyCount : new int[] {0, 11}) {
            assertThatThrownBy(() ->
                            Shapes.attention(
                                    shape, matrix(1, 16), layer(), 3, keyCount, matrix(1, 8)))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage(
                            "attention: 1 positions from 3 on over %d keys of a cache of 10",
                            keyCount);
        }
    }

    @Test
    void attentionChecksItsBias() {
        refuses(
                () -> attend(new PositionBias.Alibi(new float[3])),
                "attention: shape mismatch: 3 slopes for 4 heads");
        refuses(
                () -> attend(new PositionBias.RelativeBuckets(matrix(32, 3), true, 128)),
                "attention: shape mismatch: buckets FloatMatrix[32, 3] for 4 heads");
        refuses(
                () -> attend(new PositionBias.RelativeBuckets(matrix(1, 4), false, 128)),
                "attention: shape mismatch: buckets FloatMatrix[1, 4] for 4 heads");
    }

    @Test
    void elementwiseOperationsNameBothShapes() {
        refuses(
                () -> Shapes.same("gatedActivation", matrix(1, 2), matrix(2, 1)),
                "gatedActivation: shape mismatch: FloatMatrix[1, 2] and FloatMatrix[2, 1]");
        refuses(
                () -> Shapes.sameOrRow("add", matrix(3, 2), matrix(2, 2)),
                "add: shape mismatch: FloatMatrix[3, 2] and FloatMatrix[2, 2]");
    }

    private static void attend(PositionBias bias) {
        Shapes.attention(shape(bias), matrix(1, 16), layer(), 0, 1, matrix(1, 8));
    }

    private static AttentionShape shape(PositionBias bias) {
        return new AttentionShape(4, 2, 4, 2, 1, 0, new Mask.Causal(), bias);
    }

    private static KvLayer layer() {
        return KvLayer.allocate(Arena.ofAuto(), BlockType.F32, 2, 4, 2, 10);
    }

    private static FloatMatrix matrix(int rows, int columns) {
        return FloatMatrix.allocate(Arena.ofAuto(), rows, columns);
    }

    private static void refuses(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
