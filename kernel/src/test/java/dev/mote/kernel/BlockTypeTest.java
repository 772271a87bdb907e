package dev.mote.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;

/** What holds for every block type, whatever its layout. */
class BlockTypeTest {
    private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED;

    @ParameterizedTest
    @EnumSource
    void decodesABlockTheSameWhereverItLies(BlockType type) {
        byte[] block = randomBlocks(type, 1);
        float[] alone = new float[type.blockSize()];
        type.decode(MemorySegment.ofArray(block), 0, alone, 0, alone.length);
        byte[] embedded = new byte[3 * block.length + 3];
        System.arraycopy(block, 0, embedded, 3 + block.length, block.length);
        float[] target = new float[alone.length + 5];

        type.decode(
                MemorySegment.ofArray(embedded), 3L + block.length, target, 4, type.blockSize());

        assertThat(Arrays.copyOfRange(target, 4, 4 + alone.length)).isEqualTo(alone);
        assertThat(target).startsWith(0, 0, 0, 0).endsWith(0);
    }

    @ParameterizedTest
    @EnumSource
    void decodesManyBlocksAsEachAlone(BlockType type) {
        byte[] blocks = randomBlocks(type, 5);
        MemorySegment source = MemorySegment.ofArray(blocks);
        float[] together = new float[5 * type.blockSize()];
        type.decode(source, 0, together, 0, together.length);
        float[] apart = new float[together.length];
        for (int i = 0; i < 5; i++) {
            type.decode(
                    source,
                    (long) i * type.blockBytes(),
                    apart,
                    i * type.blockSize(),
                    type.blockSize());
        }
        assertThat(apart).isEqualTo(together);
    }

    @ParameterizedTest
    @EnumSource
    void anyBytesDecodeToSomething(BlockType type) {
        Random random = new Random(11);
        byte[] bytes = new byte[40 * type.blockBytes()];
        float[] target = new float[40 * type.blockSize()];
        for (int round = 0; round < 50; round++) {
            random.nextBytes(bytes);
            type.decode(MemorySegment.ofArray(bytes), 0, target, 0, target.length);
        }
        Arrays.fill(bytes, (byte) 0xff);
        type.decode(MemorySegment.ofArray(bytes), 0, target, 0, target.length);
    }

    @ParameterizedTest
    @EnumSource
    void zeroBytesDecodeToZeros(BlockType type) {
        byte[] bytes = new byte[type.blockBytes()];
        float[] target = new float[type.blockSize()];
        Arrays.fill(target, 1);
        type.decode(MemorySegment.ofArray(bytes), 0, target, 0, target.length);
        for (float value : target) {
            assertThat(Math.abs(value)).isZero(); // the sign of a zero may differ
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesToReadOrWriteBeyondTheEnds(BlockType type) {
        MemorySegment source = MemorySegment.ofArray(new byte[type.blockBytes()]);
        float[] target = new float[type.blockSize()];
        int size = type.blockSize();
        assertThatThrownBy(() -> type.decode(source, 1, target, 0, size))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> type.decode(source, -1, target, 0, size))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> type.decode(source, 0, target, 1, size))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> type.decode(source, 0, target, 0, -size))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @EnumSource
    void decodesNothingWhenAskedForNothing(BlockType type) {
        type.decode(MemorySegment.ofArray(new byte[0]), 0, new float[0], 0, 0);
    }

    @Test
    void refusesPartOfABlock() {
        assertThatThrownBy(() ->
                        BlockType.Q4_0.decode(
                                MemorySegment.ofArray(new byte[18]), 0, new float[32], 0, 31))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("31 values are no whole number of Q4_0 blocks of 32");
    }

    @Test
    void saysWhichTypesCanBeWritten() {
        assertThatThrownBy(() ->
                        BlockType.IQ2_XXS.encode(
                                new float[256], 0, MemorySegment.ofArray(new byte[66]), 0, 256))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "values cannot be encoded as IQ2_XXS; types that can be written are"
                                + " [F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0]");
    }

    @Test
    void zeroInfiniteAndNanScalesFollowTheArithmetic() {
        byte[] block = new byte[34];
        block[2] = 2;
        assertThat(q8(block, 0f)).startsWith(0, 0);
        assertThat(q8(block, Float.POSITIVE_INFINITY)).startsWith(Float.POSITIVE_INFINITY);
        assertThat(q8(block, Float.POSITIVE_INFINITY)[1]).isNaN();
        assertThat(q8(block, Float.NaN)[0]).isNaN();
        assertThat(q8(block, 0x1p-24f)[0]).isEqualTo(0x1p-23f); // the smallest subnormal F16
    }

    @Test
    void mxfp4ScalesReachTheEndsOfTheirRange() {
        byte[] block = new byte[17];
        block[1] = 2; // E2M1 code 2 is 1.0
        float[] values = new float[32];
        for (int exponent : new int[] {0, 1, 2, 127, 254}) {
            block[0] = (byte) exponent;
            BlockType.MXFP4.decode(MemorySegment.ofArray(block), 0, values, 0, 32);
            assertThat(values[0]).isEqualTo((float) Math.scalb(1.0, exponent - 127));
        }
    }

    private static float[] q8(byte[] block, float scale) {
        MemorySegment segment = MemorySegment.ofArray(block);
        segment.set(HALF, 0, Float.floatToFloat16(scale));
        float[] values = new float[32];
        BlockType.Q8_0.decode(segment, 0, values, 0, 32);
        return values;
    }

    private static byte[] randomBlocks(BlockType type, int count) {
        byte[] bytes = new byte[count * type.blockBytes()];
        new Random(type.blockBytes()).nextBytes(bytes);
        return bytes;
    }
}
