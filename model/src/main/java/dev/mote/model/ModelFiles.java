package dev.mote.model;

import dev.mote.format.ModelFile;
import dev.mote.format.gguf.GgufFile;
import dev.mote.model.huggingface.HuggingFaceModel;

import java.nio.file.Files;
import java.nio.file.Path;

/** Opens model files of every format, so that they look alike. */
public final class ModelFiles {
    private ModelFiles() {}

    /**
     * Opens a GGUF file, or a Hugging Face checkpoint: a folder with {@code config.json} and
     * safetensors files, or such a file in it. The caller closes it.
     *
     * @throws dev.mote.format.ModelFormatException if the file is malformed or unsupported
     */
    public static ModelFile open(Path path) {
        boolean checkpoint = Files.isDirectory(path) || path.toString().endsWith(".safetensors");
        return checkpoint ? HuggingFaceModel.open(path) : GgufFile.open(path);
    }
}
