package dev.mote.format.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** What is written reads back as it was. */
class JsonTextTest {
    @Test
    void writesWhatWasRead() {
        String text =
                "{\"a\":[1,2.5,-9007199254740993,1.0E-7,true,false,null,\"\\\"\\n\\u0001é\"],"
                        + "\"b\":{\"c\":{},\"d\":[]}}";
        assertThat(JsonText.of(Json.parse("test", text))).isEqualTo(text);
        assertThat(JsonText.of(null)).isEqualTo("null");
    }

    @Test
    void refusesWhatJsonCannotSay() {
        assertThatThrownBy(() -> JsonText.of(Map.of("x", Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NaN has no form in JSON");
        assertThatThrownBy(() -> JsonText.of(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a java.lang.Object has no form in JSON");
    }
}
