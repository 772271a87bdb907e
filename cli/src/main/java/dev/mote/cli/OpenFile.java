package dev.mote.cli;

import dev.mote.format.ModelFile;
import dev.mote.model.ModelFiles;
import dev.mote.text.tokenizer.Tokenizer;
import dev.mote.text.tokenizer.Tokenizers;

import java.nio.file.Path;

/** A model file opened to be looked at rather than run. */
final class OpenFile implements AutoCloseable {
    private final ModelFile file;

    private OpenFile(ModelFile file) {
        this.file = file;
    }

    /** Opens a GGUF file or a safetensors folder. */
    static OpenFile of(Path path) {
        return new OpenFile(ModelFiles.open(path));
    }

    ModelFile file() {
        return file;
    }

    Tokenizer tokenizer() {
        return Tokenizers.of(file);
    }

    @Override
    public void close() {
        file.close();
    }
}
