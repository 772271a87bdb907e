package dev.mote.text.tokenizer;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;

/** Opens the tokenizer that belongs to a model. */
public final class Tokenizers {
    private Tokenizers() {}

    /**
     * The tokenizer of a model file. It keeps nothing of the file: the file may be closed.
     *
     * @throws dev.mote.format.ModelFormatException if the file describes none, or one that is
     *     malformed or of an unsupported kind
     */
    public static Tokenizer of(ModelFile file) {
        return of(file.metadata());
    }

    /**
     * The tokenizer that the {@code tokenizer.ggml.*} keys describe.
     *
     * @throws dev.mote.format.ModelFormatException if they describe none, or one that is malformed
     *     or of an unsupported kind
     */
    public static Tokenizer of(Metadata metadata) {
        return GgufTokenizers.of(metadata);
    }
}
