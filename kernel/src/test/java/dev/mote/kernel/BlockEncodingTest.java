package dev.mote.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Encoding, from the definition of each type rather than from recorded bytes. */
class BlockEncodingTest {
    static Stream<BlockType> writable() {
        return Stream.of(BlockType.values()).filter(BlockType::canEncode);
    }

    @ParameterizedTest
    @MethodSource("writable")
    void errorIsAtMostAboutHalfAStep(BlockType type) {
        float[] values = new float[64];
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        float[] decoded = roundTrip(type, values);
        for (int i = 0; i < values.length; i++) {
            assertThat(decoded[i]).isCloseTo(values[i], within(type));
        }
    }

    /** One step of the type for values in −1 … 1; Q4_0 and Q5_0 clip one end by a step. */
    private static Offset<Float> within(BlockType type) {
        float step =
                switch (type) {
                    case F32 -> 1e-9f;
                    case F16 -> 0x1p-11f;
                    case BF16 -> 0x1p-8f;
                    case Q4_0 -> 1 / 8f;
                    case Q5_0 -> 1 / 16f;
                    case Q4_1 -> 1.01f / 15;
                    case Q5_1 -> 1.01f / 31;
                    case Q8_0 -> 0.5f / 127 + 0x1p-11f;
                    default -> throw new AssertionError(type + " is not writable");
                };
        return Offset.offset(step);
    }

    @ParameterizedTest
    @MethodSource("writable")
    void zerosStayZero(BlockType type) {
        for (float value : roundTrip(type, new float[32])) {
            assertThat(Math.abs(value)).isZero(); // the sign of a zero may change
        }
    }

    @ParameterizedTest
    @MethodSource("writable")
    void encodingADecodedBlockAgainKeepsIt(BlockType type) {
        if (type == BlockType.Q4_1 || type == BlockType.Q5_1) {
            return; // the rounding of d and m to F16 can move values by one step
        }
        float[] values = new float[32];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        float[] once = roundTrip(type, values);
        assertThat(roundTrip(type, once)).containsExactly(once, Offset.offset(1e-3f));
    }

    @ParameterizedTest
    @MethodSource("writable")
    void notANumberInfinityAndDenormalsDoNotFail(BlockType type) {
        for (float odd :
                new float[] {
                    Float.NaN,
                    Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY,
                    Float.MIN_VALUE,
                    -Float.MIN_VALUE,
                    Float.MAX_VALUE,
                    -Float.MAX_VALUE
                }) {
            float[] values = new float[32];
            values[7] = odd;
            roundTrip(type, values);
            Arrays.fill(values, odd);
            roundTrip(type, values);
        }
    }

    @Test
    void q8RoundsHalvesAwayFromZero() {
        float[] values = new float[32];
        values[0] = 127;
        values[1] = 2.5f;
        values[2] = -2.5f;
        values[3] = 0.49999997f; // adding one half in F32 would give 1
        assertThat(roundTrip(BlockType.Q8_0, values)).startsWith(127, 3, -3, 0);
    }

    @Test
    void bf16RoundsToNearestEvenAndKeepsNan() {
        float[] values = {
            1 + 0x1p-8f, 1 + 3 * 0x1p-8f, Float.NaN, Float.intBitsToFloat(0x7f800001)
        };
        float[] decoded = roundTrip(BlockType.BF16, values);
        assertThat(decoded[0]).isEqualTo(1);
        assertThat(decoded[1]).isEqualTo(1 + 2 * 0x1p-7f);
        assertThat(decoded[2]).isNaN();
        assertThat(decoded[3]).isNaN();
    }

    @Test
    void refusesToWriteBeyondTheEnds() {
        MemorySegment target = MemorySegment.ofArray(new byte[34]);
        assertThatThrownBy(() -> BlockType.Q8_0.encode(new float[32], 0, target, 1, 32))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> BlockType.Q8_0.encode(new float[31], 0, target, 0, 32))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static float[] roundTrip(BlockType type, float[] values) {
        byte[] encoded = new byte[(int) type.bytesFor(values.length)];
        type.encode(values, 0, MemorySegment.ofArray(encoded), 0, values.length);
        float[] decoded = new float[values.length];
        type.decode(MemorySegment.ofArray(encoded), 0, decoded, 0, decoded.length);
        return decoded;
    }
}
