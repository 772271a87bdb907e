package dev.mote.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.testing.Conformance;

import java.nio.file.Path;

/**
 * Models of half a megabyte with random weights: their text is nonsense, their behaviour is not.
 */
final class TestModels {
    /** In the manner of many, and of Hermes where there are tools. */
    static final String TEMPLATE =
            "{% if tools %}{{ tools | tojson }} Answer <tool_call>.\n"
                    + "{% endif %}{% for message in messages %}[{{ message['role'] }}]{{"
                    + " message['content'] }}{% if message.tool_calls %}{{ message.tool_calls |"
                    + " tojson }}{% endif %}\n"
                    + "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}";

    private TestModels() {}

    static Model llama() {
        return open("llama-bias", ModelOptions.DEFAULT.withThreads(1));
    }

    static Model bert() {
        return open("bert-mean", ModelOptions.DEFAULT.withThreads(1));
    }

    static Path path(String name) {
        String file = "golden/models/" + name + ".gguf";
        assertThat(Conformance.file(file)).as("the trimmed copy holds %s", file).isPresent();
        return Conformance.file(file).orElseThrow();
    }

    private static Model open(String name, ModelOptions options) {
        return Model.open(path(name), options);
    }
}
