package dev.mote.format.safetensors;

import static dev.mote.format.safetensors.FolderWriter.safetensors;
import static dev.mote.format.safetensors.FolderWriter.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.mote.format.ModelFormatException;
import dev.mote.testing.ThreadCost;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hostile safetensors files, one for each rule of the format. */
class SafetensorsAttackTest {
    @TempDir Path folder;

    @BeforeEach
    void writeConfig() {
        write(folder, "config.json", "{}");
    }

    /** Asserts the refusal, and that nothing of the announced size was allocated for it. */
    private void refuses(byte[] bytes, String message) {
        Path file = write(folder, "model.safetensors", bytes);
        List<ModelFormatException> refusals = new ArrayList<>(1);
        ThreadCost cost =
                ThreadCost.of(() -> {
                    try (SafetensorsFolder accepted = SafetensorsFolder.open(folder)) {
                        fail("accepted: %s", accepted.tensors());
                    } catch (ModelFormatException refusal) {
                        refusals.add(refusal);
                    }
                });
        assertThat(refusals.getFirst())
                .hasMessageStartingWith(file.toString())
                .hasMessageEndingWith(message);
        assertThat(cost.allocatedBytes()).isLessThan(8 << 20); // class loading included
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "F32","shape":[2,2],"data_offsets":[0,8]    | F32 of shape [2, 2] takes 16 bytes, data_offsets give it 8
                    "F32","shape":[2],"data_offsets":[0,16]     | data_offsets 0 to 16 do not lie in the 8 bytes of tensor data
                    "F32","shape":[2],"data_offsets":[8,0]      | data_offsets 8 to 0 do not lie in the 8 bytes of tensor data
                    "F32","shape":[2],"data_offsets":[-8,0]     | data_offsets -8 to 0 do not lie in the 8 bytes of tensor data
                    "F32","shape":[2],"data_offsets":[0,1e1]    | data_offsets are not two integers
                    "F32","shape":[2],"data_offsets":[0]        | data_offsets are not two integers
                    "F32","shape":[1],"data_offsets":[4,8]      | begins at 4 where 0 was expected: tensors must neither overlap nor leave holes
                    "F32","shape":[0],"data_offsets":[0,0]      | dimension 0, expected 1 to 2147483647
                    "F32","shape":[-1],"data_offsets":[0,8]     | dimension -1, expected 1 to 2147483647
                    "F32","shape":["2"],"data_offsets":[0,8]    | dimension 2, expected 1 to 2147483647
                    "F32","shape":[4398046511105],"data_offsets":[0,8] | dimension 4398046511105, expected 1 to 2147483647
                    "F32","shape":[2147483647,2147483647,4],"data_offsets":[0,8] | shape [2147483647, 2147483647, 4] has more than 2^63 bytes
                    "F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8] | 9 dimensions, the limit is 8
                    "Q4","shape":[2],"data_offsets":[0,8]       | dtype 'Q4' is unknown
                    "F32","shape":2,"data_offsets":[0,8]        | expected an object of dtype, shape and data_offsets
                    "F32","shape":[2],"data_offsets":[0,8],"x":1 | expected an object of dtype, shape and data_offsets
                    """)
    void refusesTensor(String entry, String message) {
        refuses(
                safetensors("{\"t\":{\"dtype\":" + entry + "}}", 8),
                "model.safetensors: tensor 't': " + message);
    }

    @Test
    void refusesOverlappingTensors() {
        refuses(
                safetensors(
                        """
                        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
                         "b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}\
                        """,
                        12),
                "tensor 'b': begins at 4 where 8 was expected: tensors must neither overlap nor"
                        + " leave holes");
    }

    @Test
    void refusesDataThatNoTensorCovers() {
        refuses(
                safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 8),
                "tensors end at 4 of 8 bytes of tensor data");
    }

    @Test
    void refusesTensorsOfOneName() {
        refuses(
                safetensors(
                        """
                        {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
                         "a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}\
                        """,
                        8),
                "(header): line 2, column 2: name 'a' appears twice in one object");
    }

    @Test
    void refusesHeaderLengths() {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        refuses(
                safetensors(Long.MIN_VALUE, json, 0),
                "header of 9223372036854775808 bytes, the limit is 100000000");
        refuses(
                safetensors(100_000_001, json, 0),
                "header of 100000001 bytes, the limit is 100000000");
        refuses(
                safetensors(100_000_000, json, 0),
                "header of 100000000 bytes does not fit in the 2 left; the file is truncated");
        refuses(
                safetensors(0, json, 0),
                "not a safetensors file: the header does not begin with '{'");
        refuses(new byte[7], "not a safetensors file: 7 bytes, the header length alone takes 8");
    }

    @Test
    void refusesNestingInTheHeader() {
        byte[] json = ("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        Path file = write(folder, "model.safetensors", safetensors(json.length, json, 0));
        assertThatThrownBy(() -> SafetensorsFolder.open(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file + " (header): line 1, column ")
                .hasMessageContaining("nesting depth (5) exceeds the maximum allowed (4");
    }

    @Test
    void refusesMetadataThatIsNoObjectOfStrings() {
        refuses(
                safetensors("{\"__metadata__\": {\"a\": 1}}", 0),
                "__metadata__ is no object of strings");
    }

    @Test
    void refusesTruncationAtEveryByte() {
        byte[] whole =
                safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
        for (int length = 0; length < whole.length; length++) {
            write(folder, "model.safetensors", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SafetensorsFolder.open(folder))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(ModelFormatException.class);
        }
    }
}
