package dev.mote.text.tokenizer;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;

import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the tokenizer that belongs to a model. */
public final class Tokenizers {
    private static final String MODEL_KEY = "tokenizer.ggml.model";

    private Tokenizers() {}

    /**
     * The tokenizer of a model file: what its metadata describes, else the {@code tokenizer.json}
     * in its folder. It keeps nothing of the file: the file may be closed.
     *
     * @throws ModelFormatException if the file describes none, or one that is malformed or of an
     *     unsupported kind
     */
    public static Tokenizer of(ModelFile file) {
        Metadata metadata = file.metadata();
        if (metadata.value(MODEL_KEY).isPresent()) {
            return of(metadata);
        }
        Path path = file.path().toAbsolutePath();
        Path folder = Files.isDirectory(path) ? path : path.getParent();
        if (folder != null && Files.exists(folder.resolve("tokenizer.json"))) {
            return ofFolder(folder);
        }
        throw new ModelFormatException(
                metadata.source(),
                "describes no tokenizer: neither metadata key '"
                        + MODEL_KEY
                        + "' nor a file tokenizer.json beside it");
    }

    /**
     * The tokenizer in a folder of Hugging Face's layout: {@code tokenizer.json}, and {@code
     * tokenizer_config.json} and {@code generation_config.json} where they exist.
     *
     * @throws ModelFormatException if a file is malformed or uses an unsupported component
     * @throws java.io.UncheckedIOException if {@code tokenizer.json} cannot be read
     */
    public static Tokenizer ofFolder(Path folder) {
        return HuggingFaceTokenizers.open(folder);
    }

    /**
     * The tokenizer that the {@code tokenizer.ggml.*} keys describe.
     *
     * @throws ModelFormatException if they describe none, or one that is malformed or of an
     *     unsupported kind
     */
    public static Tokenizer of(Metadata metadata) {
        return GgufTokenizers.of(metadata);
    }
}
