package dev.mote.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSyntaxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf:Qwen/Qwen3-0.6B-GGUF",
                "hf:Qwen/Qwen3-0.6B-GGUF:Q8_0",
                "hf:o/r/sub/model.gguf@refs/pr/1",
                "hf:o/r:Q4_K_M@0123abc",
                "npm:name@1.2.3/model.part",
                "npm:@scope/name@1.2.3-beta.1/a/b.gguf",
                "npm:a@1.0.0/x+b@1.0.0/y",
                "https://example.org/m.gguf",
            })
    void readsWhatItWrites(String text) {
        assertThat(SourceSyntax.parse(text).orElseThrow().text()).isEqualTo(text);
    }

    @Test
    void readsThePartsOfAHubSource() {
        ModelSource.Hub hub =
                (ModelSource.Hub) SourceSyntax.parse("HF:o/r:q4_k_m@v1").orElseThrow();
        assertThat(hub).isEqualTo(new ModelSource.Hub("o/r", null, "q4_k_m", "v1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf:",
                "hf:owner",
                "hf:o/r/../../x",
                "hf:../r",
                "hf:o/r@../x",
                "npm:name/model.part",
                "npm:name@1.0.0",
                "npm:name@1.0.0/../x",
                "npm:../x@1.0.0/y",
                "npm:a@1/x+",
                "https:///x",
                "https://h/x#md5=1",
                "https://user:secret@h/x",
                "https://h/ x",
            })
    void refusesWhatDoesNotFit(String text) {
        assertThatThrownBy(() -> SourceSyntax.parse(text))
                .isInstanceOf(InvalidSourceException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void leavesNamesAndPathsAlone() {
        assertThat(SourceSyntax.parse("tinyllama")).isEmpty();
        assertThat(SourceSyntax.parse("./m.gguf")).isEmpty();
        assertThat(SourceSyntax.parse("C:\\m.gguf")).isEmpty();
    }
}
