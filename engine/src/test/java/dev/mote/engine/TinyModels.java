package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.BlockType;
import dev.mote.testing.Conformance;
import dev.mote.testing.Golden;

import java.nio.file.Path;

/**
 * Models of half a megabyte with random weights: their text is nonsense, their behaviour is not.
 */
final class TinyModels {
    /** F32 cache, so that goldens hold; small chunks, so that prompts take several. */
    static final ModelOptions OPTIONS =
            ModelOptions.DEFAULT.withThreads(1).withKvType(BlockType.F32).withPrefillChunk(8);

    /** A chat template in the manner of many. */
    static final String TEMPLATE =
            "{% for message in messages %}[{{ message['role'] }}]{{ message['content'] }}\n"
                    + "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}";

    /** The one most tests use; it is in the trimmed copy. */
    static final String LLAMA = "llama-bias";

    private TinyModels() {}

    static Path path(String name) {
        String file = "golden/models/" + name + ".gguf";
        assertThat(Conformance.file(file)).as("the trimmed copy holds %s", file).isPresent();
        return Conformance.file(file).orElseThrow();
    }

    static Golden golden(String name) {
        return Golden.read(Conformance.file("golden/models/" + name + ".json").orElseThrow());
    }

    static Model llama() {
        return Model.open(path(LLAMA), OPTIONS);
    }
}
