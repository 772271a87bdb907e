package dev.mote.format.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class JsonTest {
    @TempDir Path folder;

    @Test
    void readsEveryKindOfValue() {
        assertThat(
                        Json.parse(
                                "text",
                                """
                                {"z": 1, "a": [true, false, null, "\\u00e9\\n𝄞", -2.5e3, {}, []]}
                                """))
                .isEqualTo(
                        Map.of(
                                "z",
                                1L,
                                "a",
                                Arrays.asList(
                                        true, false, null, "é\n𝄞", -2500.0, Map.of(), List.of())));
    }

    @Test
    void keepsTheOrderOfNames() {
        assertThat(Json.parseObject("text", "{\"b\":1,\"a\":2,\"c\":3}").keySet())
                .containsExactly("b", "a", "c");
    }

    @Test
    void wholeNumbersBeyond64BitsBecomeDoubles() {
        assertThat(Json.parse("text", "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.parse("text", "1000000000000000019884624838656")).isEqualTo(1e30);
        assertThat(Json.parse("text", "1.0")).isEqualTo(1.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"a":1,"a":2}    | line 1, column 8: name 'a' appears twice in one object
                    {"a":1,}         | line 1, column 8: Unexpected character ('}' (code 125))
                    [1] 2            | line 1, column 5: text after the end of the document
                    ``               | line 1, column 0: the document is empty
                    1e999            | line 1, column 1: number '1e999' exceeds 64-bit floating point
                    NaN              | line 1, column 4: Non-standard token 'NaN'
                    [1, /* no */ 2]  | line 1, column 5: Unexpected character ('/' (code 47))
                    {'a':1}          | line 1, column 2: Unexpected character (''' (code 39))
                    01               | line 1, column 2: Invalid numeric value
                    """)
    void saysWhatIsWrongAndWhere(String text, String message) {
        assertThatThrownBy(() -> Json.parse("x.json", text))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith("x.json: " + message);
    }

    @Test
    void refusesMalformedUtf8() {
        assertThatThrownBy(() -> Json.parse("x.json", new byte[] {'"', (byte) 0xC3, '"'}))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith("x.json: line 1, column 4: Invalid UTF-8");
    }

    @Test
    void refusesOtherEncodings() throws Exception {
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> Json.parse("x.json", utf16))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("x.json: byte 1 is 00: not JSON in UTF-8");
        Path file = Files.write(folder.resolve("bom.json"), "{}".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> Json.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(file + ": byte 0 is fe: not JSON in UTF-8");
    }

    @Test
    void refusesNestingBeyondTheLimit() {
        assertThatThrownBy(() -> Json.parse("x.json", "[".repeat(1_000_000)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("nesting depth (201) exceeds the maximum allowed (200");
    }

    @Test
    void refusesDocumentsAndTokensBeyondTheLimit() {
        JsonLimits limits = new JsonLimits(20, 4, 6);
        byte[] long21 = "[11111111111111111  ]".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Json.parse("x.json", long21, limits))
                .hasMessage("x.json: JSON of 21 bytes, the limit is 20");
        byte[] tokens7 = "[1,1,1,1,1]".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Json.parse("x.json", tokens7, limits))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("Token count (7) exceeds the maximum allowed (6");
    }

    @Test
    void refusesAnotherValueWhereAnObjectIsExpected() {
        assertThatThrownBy(() -> Json.parseObject("x.json", "[]"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("x.json: expected a JSON object at the top");
    }

    @Test
    void readsFilesAndNamesThoseThatAreMissing() throws Exception {
        Path file = Files.writeString(folder.resolve("config.json"), "{\"n\": 3}");
        assertThat(Json.readObject(file)).isEqualTo(Map.of("n", 3L));
        Path absent = folder.resolve("absent.json");
        assertThatThrownBy(() -> Json.read(absent))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(absent + ": no such file");
    }
}
