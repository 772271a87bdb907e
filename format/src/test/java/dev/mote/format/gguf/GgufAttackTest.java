package dev.mote.format.gguf;

import static dev.mote.format.gguf.GgufBytes.header;
import static dev.mote.format.gguf.GgufValueType.ARRAY;
import static dev.mote.format.gguf.GgufValueType.BOOL;
import static dev.mote.format.gguf.GgufValueType.STRING;
import static dev.mote.format.gguf.GgufValueType.UINT32;
import static dev.mote.format.gguf.GgufValueType.UINT64;
import static dev.mote.format.gguf.GgufValueType.UINT8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.mote.format.ModelFormatException;
import dev.mote.testing.ThreadCost;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hostile files, one for each way in which GGUF readers have been broken, made here field by field.
 *
 * <p>The classes: array length or key count of 2⁶³, unbounded dimension counts, dimension 2⁴²+1,
 * ne={INT64_MAX, 2}, offsets and sizes beyond the file, duplicate keys, zero or odd alignment,
 * confused element types, nested arrays (CVE-2025-49847, CVE-2025-53630, CVE-2026-27940,
 * CVE-2026-7482 and their kin). Block counts above 512 are for the model that uses them: to this
 * reader they are numbers.
 */
class GgufAttackTest {
    private static final int F32 = 0;
    private static final long ALLOCATION_MAX = 1 << 20;

    @TempDir Path folder;

    @BeforeAll
    static void loadClasses(@TempDir Path folder) {
        GgufFile.open(GgufFileTest.sample().write(folder)).close();
        assertThatThrownBy(() -> GgufFile.open(header(0, -1).write(folder)))
                .isInstanceOf(ModelFormatException.class);
    }

    /** Asserts the refusal, and that nothing of the announced size was allocated for it. */
    private void refuses(GgufBytes bytes, String message) {
        Path path = bytes.write(folder);
        List<ModelFormatException> refusals = new ArrayList<>(1);
        ThreadCost cost =
                ThreadCost.of(() -> {
                    try (GgufFile accepted = GgufFile.open(path)) {
                        fail("accepted, of %d bytes", accepted.byteSize());
                    } catch (ModelFormatException refusal) {
                        refusals.add(refusal);
                    }
                });
        assertThat(refusals.getFirst()).hasMessage(path + ": " + message);
        assertThat(cost.allocatedBytes()).isLessThan(ALLOCATION_MAX);
    }

    @Test
    void refusesArrayLengthOf2To63() {
        refuses(
                header(0, 1).key("a", ARRAY).int32(UINT8.id()).int64(Long.MIN_VALUE),
                "at byte 49: the array length of key 'a' is 9223372036854775808, the limit is"
                        + " 2147483647");
    }

    @Test
    void refusesArrayLongerThanTheFile() {
        refuses(
                header(0, 1).key("a", ARRAY).int32(UINT64.id()).int64(0x1000_0000).int64(0),
                "at byte 49: the array length of key 'a' is 268435456, which needs 2147483648"
                        + " bytes, but 8 are left");
    }

    @Test
    void refusesStringArrayLongerThanTheFile() {
        refuses(
                header(0, 1).key("a", ARRAY).int32(STRING.id()).int64(0x7FFF_FFFF).int64(0),
                "at byte 49: the array length of key 'a' is 2147483647, which needs 17179869176"
                        + " bytes, but 8 are left");
    }

    @Test
    void refusesKeyCountOf2To63() {
        refuses(
                header(0, Long.MIN_VALUE),
                "at byte 24: the key count is 9223372036854775808, the limit is 65536");
    }

    @Test
    void refusesKeyCountThatTheFileCannotHold() {
        refuses(
                header(0, 60_000),
                "at byte 24: the key count is 60000, which needs 780000 bytes, but 0 are left");
    }

    @Test
    void refusesTensorCountOf2To63() {
        refuses(
                header(Long.MIN_VALUE, 0),
                "at byte 16: the tensor count is 9223372036854775808, the limit is 65536");
    }

    @Test
    void refusesStringLongerThanTheFile() {
        refuses(
                header(0, 1).key("a", STRING).int64(0x7FFF_FFFF_FFFFL),
                "at byte 45: the value of key 'a' of 140737488355327 bytes does not fit in the 0"
                        + " left");
    }

    @Test
    void refusesStringLengthOf2To63() {
        refuses(
                header(0, 1).int64(Long.MIN_VALUE).int64(0),
                "at byte 32: key 0 of 9223372036854775808 bytes does not fit in the 8 left");
    }

    @Test
    void refusesUnboundedDimensionCount() {
        refuses(
                header(1, 0).string("t").int32(-1).int64(0).int64(0),
                "at byte 37: tensor 't' has 4294967295 dimensions, the limit is 4");
        refuses(
                header(1, 0).tensor("t", F32, 0, 1, 1, 1, 1, 1),
                "at byte 37: tensor 't' has 5 dimensions, the limit is 4");
    }

    @ParameterizedTest
    @CsvSource({
        "4398046511105, 4398046511105",
        "9223372036854775807, 9223372036854775807",
        "-1, 18446744073709551615",
        "0, 0",
        "2147483648, 2147483648"
    })
    void refusesDimensionOutOfRange(long dimension, String shown) {
        refuses(
                header(1, 0).tensor("t", F32, 0, dimension, 2),
                "at byte 45: dimension 0 of tensor 't' is %s, expected 1 to 2147483647"
                        .formatted(shown));
    }

    @Test
    void refusesShapeWhoseProductOverflows() {
        int max = Integer.MAX_VALUE;
        refuses(
                header(1, 0).tensor("t", F32, 0, max, max, max, max),
                "at byte 81: tensor 't' of shape [%d, %d, %d, %d] has more than 2^63 bytes"
                        .formatted(max, max, max, max));
    }

    @Test
    void refusesShapeWhoseByteSizeOverflowsOnly() {
        refuses(
                header(1, 0).tensor("t", F32, 0, 1L << 30, 1L << 30, 4),
                "at byte 73: tensor 't' of shape [4, 1073741824, 1073741824] has more than 2^63"
                        + " bytes");
    }

    @Test
    void refusesTensorBeyondEndOfFile() {
        refuses(
                header(1, 0).tensor("t", F32, 0, 8, 2).align(32).raw(new byte[63]),
                "tensor 't' at offset 0: 64 bytes of F32 do not fit in the 63 bytes of tensor"
                        + " data; the file is truncated or corrupt, fetch it again");
    }

    @ParameterizedTest
    @CsvSource({
        "64, 64",
        "9223372036854775776, 9223372036854775776",
        "-32, 18446744073709551584",
        "-9223372036854775808, 9223372036854775808"
    })
    void refusesOffsetBeyondEndOfFile(long offset, String shown) {
        Path path =
                header(1, 0).tensor("t", F32, offset, 8).align(32).raw(new byte[64]).write(folder);
        assertThatThrownBy(() -> GgufFile.open(path))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(
                        "tensor 't' at offset " + shown + ": 32 bytes of F32 do not fit");
    }

    @Test
    void refusesUnalignedOffset() {
        refuses(
                header(1, 0).tensor("t", F32, 4, 1).align(32).raw(new byte[64]),
                "at byte 57: tensor 't' at offset 4 is not aligned to 32 bytes");
    }

    @Test
    void refusesOverlappingTensors() {
        refuses(
                header(2, 0)
                        .tensor("a", F32, 0, 16)
                        .tensor("b", F32, 32, 8)
                        .align(32)
                        .raw(new byte[64]),
                "tensors 'a' and 'b' overlap at byte 128");
    }

    @Test
    void refusesTensorsOfOneName() {
        refuses(
                header(2, 0)
                        .tensor("a", F32, 0, 8)
                        .tensor("a", F32, 32, 8)
                        .align(32)
                        .raw(new byte[64]),
                "tensor 'a' appears twice");
    }

    @Test
    void refusesKeysOfOneName() {
        refuses(
                header(0, 2).key("a", UINT8).int8(1).key("a", UINT8).int8(2),
                "at byte 52: key 'a' appears twice");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 31, 33, 48, 1 << 21, Integer.MIN_VALUE, -1})
    void refusesAlignmentThatIsNone(int alignment) {
        refuses(
                header(0, 1).key("general.alignment", UINT32).int32(alignment),
                "key 'general.alignment' is %d, expected a power of two from 8 to 1048576"
                        .formatted(Integer.toUnsignedLong(alignment)));
    }

    @Test
    void refusesAlignmentThatIsNoNumber() {
        refuses(
                header(0, 1).key("general.alignment", STRING).string("32"),
                "key 'general.alignment' is no integer, expected a power of two from 8 to"
                        + " 1048576");
    }

    @Test
    void elementTypeConfusionIsCaughtWhereTheArrayIsUsed() {
        Path path =
                header(0, 1)
                        .key("tokenizer.ggml.tokens", ARRAY)
                        .int32(UINT64.id())
                        .int64(2)
                        .int64(1)
                        .int64(2)
                        .write(folder);
        try (GgufFile file = GgufFile.open(path)) {
            assertThatThrownBy(() -> file.metadata().strings("tokenizer.ggml.tokens"))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessage(
                            path
                                    + ": metadata key 'tokenizer.ggml.tokens' is an array of 2 ×"
                                    + " Long, expected an array of strings");
        }
    }

    @Test
    void refusesUnknownElementType() {
        refuses(
                header(0, 1).key("a", ARRAY).int32(13).int64(1).int64(0),
                "at byte 41: the elements of key 'a' has value type 13, GGUF knows 0 to 12");
    }

    @Test
    void refusesUnknownValueType() {
        refuses(
                header(0, 1).string("a").int32(-1).int64(0),
                "at byte 37: key 'a' has value type 4294967295, GGUF knows 0 to 12");
    }

    @Test
    void refusesArraysOfArraysHoweverDeep() {
        GgufBytes bytes = header(0, 1).key("a", ARRAY);
        for (int depth = 0; depth < 100_000; depth++) {
            bytes.int32(ARRAY.id()).int64(1);
        }
        refuses(bytes, "at byte 41: key 'a' is an array of arrays, which no known key is");
    }

    @Test
    void refusesBooleanOtherThan0And1() {
        refuses(
                header(0, 1).key("a", BOOL).int8(2),
                "at byte 38: key 'a' has a boolean of value 2, expected 0 or 1");
        refuses(
                header(0, 1).key("a", ARRAY).int32(BOOL.id()).int64(2).int8(0).int8(0xFF),
                "at byte 51: key 'a' has a boolean of value 255, expected 0 or 1");
    }

    @Test
    void refusesUnsignedNumberAboveTheSignedRange() {
        refuses(
                header(0, 1).key("a", UINT64).int64(-1),
                "at byte 45: key 'a' has the value 18446744073709551615, the limit is 2^63-1");
    }

    @Test
    void refusesKeyThatIsNoUtf8() {
        refuses(
                header(0, 1).string(new byte[] {'a', (byte) 0xC3}).int32(0).int8(0),
                "at byte 32: key 0 is not valid UTF-8");
    }

    @Test
    void refusesValueThatIsNoUtf8() {
        refuses(
                header(0, 1).key("a", STRING).string(new byte[] {(byte) 0xED, (byte) 0xA0, 0x41}),
                "at byte 45: the value of key 'a' is not valid UTF-8");
    }

    @Test
    void refusesElementThatIsNoUtf8WhenItIsRead() {
        Path path =
                header(0, 1)
                        .key("a", ARRAY)
                        .int32(STRING.id())
                        .int64(2)
                        .string("fine")
                        .string(new byte[] {(byte) 0xFF})
                        .write(folder);
        try (GgufFile file = GgufFile.open(path)) {
            var strings = file.metadata().strings("a").orElseThrow();
            assertThat(strings.get(0)).isEqualTo("fine");
            assertThatThrownBy(() -> strings.get(1))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessage(path + ": at byte 69: element 1 of 'a' is not valid UTF-8");
        }
    }

    @Test
    void refusesNamelessTensor() {
        refuses(
                header(1, 0).tensor("", F32, 0, 8).align(32).raw(new byte[32]),
                "at byte 32: tensor 0 has no name");
    }

    @Test
    void refusesLongTensorName() {
        refuses(
                header(1, 0).tensor("x".repeat(257), F32, 0, 8).align(32).raw(new byte[32]),
                "at byte 32: the name of tensor 0 has 257 bytes, the limit is 256");
    }

    @Test
    void namesUnsupportedTensorTypes() {
        refuses(
                header(1, 0).tensor("t", 40, 0, 64).align(32).raw(new byte[64]),
                "tensor 't' has type NVFP4, which is not supported; use a file in another"
                        + " quantisation");
        refuses(
                header(1, 0).tensor("t", 32, 0, 32).align(32).raw(new byte[64]),
                "tensor 't' has type Q4_0_4_8, which is not supported; use a file in another"
                        + " quantisation");
        refuses(
                header(1, 0).tensor("t", -2, 0, 32).align(32).raw(new byte[64]),
                "tensor 't' has type number 4294967294, this build knows 0 to 42");
    }

    @Test
    void refusesRowsOfBrokenBlocks() {
        refuses(
                header(1, 0).tensor("t", 8, 0, 16, 2).align(32).raw(new byte[64]),
                "at byte 57: tensor 't' has rows of 16 values, no whole number of Q8_0 blocks of"
                        + " 32");
    }

    @Test
    void refusesOtherVersionsAndByteOrders() {
        String name = "GGUF";
        refuses(
                new GgufBytes().ascii(name).int32(1).int64(0).int64(0),
                "GGUF version 1, this build reads 2 and 3; convert the file anew");
        refuses(
                new GgufBytes().ascii(name).int32(4).int64(0).int64(0),
                "GGUF version 4, this build reads 2 and 3; update the runtime or convert the file");
        refuses(
                new GgufBytes().ascii(name).int32(0x0300_0000).int64(0).int64(0),
                "a big-endian GGUF file, this build reads little-endian; convert it");
        refuses(
                new GgufBytes().ascii("PK\3\4").int32(3).int64(0).int64(0),
                "not a GGUF file: it begins with the bytes 50 4b 03 04, not with 'GGUF'; choose a"
                        + " model's .gguf file");
    }

    @Test
    void readsVersion2() {
        Path path = new GgufBytes().ascii("GGUF").int32(2).int64(0).int64(0).write(folder);
        try (GgufFile file = GgufFile.open(path)) {
            assertThat(file.version()).isEqualTo(2);
        }
    }

    @Test
    void tensOfThousandsOfTinyKeysStayWithinTheStatedHeap() {
        GgufBytes bytes = header(0, GgufLimits.KEY_COUNT_MAX);
        for (int index = 0; index < GgufLimits.KEY_COUNT_MAX; index++) {
            bytes.key(Integer.toString(index, 36), UINT8).int8(1);
        }
        Path path = bytes.write(folder);
        ThreadCost cost = ThreadCost.of(() -> GgufFile.open(path).close());
        assertThat(cost.allocatedBytes()).isLessThan((16 << 20) + 64L * path.toFile().length());
    }

    @Test
    void refusesTruncationAtEveryByte() throws Exception {
        byte[] whole = GgufFileTest.sample().bytes();
        Path path = folder.resolve("model.gguf");
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> GgufFile.open(path).close())
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageStartingWith(path + ": ");
        }
    }
}
