package dev.mote.model.huggingface;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.format.safetensors.SafetensorsFolder;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Hugging Face checkpoint seen as a model file in GGUF's vocabulary: {@code config.json} becomes
 * metadata, tensors get the names this library's architectures ask for.
 *
 * <p>Weights stay where they are mapped. What the two formats store differently is either described
 * (rotated pairs lie half a head apart: {@code rope.pairing}) or, for small tensors, computed into
 * memory of the model's own (Gemma's norm weights without their 1, Llama 3's frequency factors,
 * GPT-2's transposed matrices).
 *
 * <p>Tensors that do not enter the computation (poolers, position ids, copies of tied weights) are
 * left out; unknown ones keep their names, so that opening the model refuses them.
 */
public final class HuggingFaceModel implements ModelFile {
    private final SafetensorsFolder folder;
    private final Adaptation adaptation;

    private HuggingFaceModel(SafetensorsFolder folder, Adaptation adaptation) {
        this.folder = folder;
        this.adaptation = adaptation;
    }

    /**
     * Opens a checkpoint.
     *
     * @param path the folder with {@code config.json} and safetensors files
     * @throws ModelFormatException if a file is malformed, or the configuration asks for something
     *     the architecture here does not do
     */
    public static HuggingFaceModel open(Path path) {
        SafetensorsFolder folder = SafetensorsFolder.open(path);
        Adaptation adaptation = new Adaptation(folder);
        boolean complete = false;
        try {
            Families.adapt(adaptation);
            adaptation.renameTensors();
            TemplateFile.read(folder).ifPresent(adaptation::chatTemplate);
            complete = true;
            return new HuggingFaceModel(folder, adaptation);
        } finally {
            if (!complete) {
                adaptation.close();
                folder.close();
            }
        }
    }

    /** The checkpoint as it is, with the tokenizer's files. It is closed with this model. */
    public SafetensorsFolder folder() {
        return folder;
    }

    @Override
    public Path path() {
        return folder.path();
    }

    @Override
    public Metadata metadata() {
        return adaptation.metadata();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return adaptation.tensors();
    }

    @Override
    public MemorySegment data(String tensorName) {
        return adaptation.data(tensorName);
    }

    @Override
    public void requireWhole() {
        folder.requireWhole();
    }

    @Override
    public void close() {
        adaptation.close();
        folder.close();
    }
}
