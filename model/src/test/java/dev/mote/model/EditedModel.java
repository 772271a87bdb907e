package dev.mote.model;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.format.gguf.GgufFile;
import dev.mote.testing.Conformance;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A golden model whose metadata and tensor table a test has changed. */
final class EditedModel implements ModelFile {
    private final GgufFile file;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors;
    private final Map<String, MemorySegment> replaced = new LinkedHashMap<>();

    private EditedModel(GgufFile file) {
        this.file = file;
        for (String key : file.metadata().keys()) {
            values.put(key, file.metadata().value(key).orElseThrow());
        }
        tensors = new LinkedHashMap<>(file.tensors());
    }

    /** The golden model of this name, from the full set or the trimmed copy. */
    static EditedModel golden(String name) {
        return open(Conformance.file("golden/models/" + name + ".gguf").orElseThrow());
    }

    static EditedModel open(Path path) {
        return new EditedModel(GgufFile.open(path));
    }

    EditedModel set(String key, Object value) {
        values.put(key, value);
        return this;
    }

    EditedModel remove(String key) {
        values.remove(key);
        return this;
    }

    EditedModel dropTensor(String name) {
        tensors.remove(name);
        return this;
    }

    /** Gives a tensor another shape over the same bytes. */
    EditedModel reshape(String name, List<Integer> shape) {
        TensorInfo tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(name);
        }
        tensors.put(name, new TensorInfo(name, tensor.type(), shape, tensor.byteSize()));
        return this;
    }

    EditedModel renameTensor(String from, String to) {
        TensorInfo tensor = tensors.remove(from);
        if (tensor == null) {
            throw new IllegalArgumentException(from);
        }
        tensors.put(to, new TensorInfo(to, tensor.type(), tensor.shape(), tensor.byteSize()));
        replaced.put(to, file.data(from));
        return this;
    }

    /** Overwrites a tensor with bytes of the same number. */
    EditedModel overwrite(String name, byte[] bytes) {
        MemorySegment segment = Arena.ofAuto().allocate(bytes.length, 64);
        segment.copyFrom(MemorySegment.ofArray(bytes));
        replaced.put(name, segment);
        return this;
    }

    List<String> keys() {
        return new ArrayList<>(values.keySet());
    }

    String architecture() {
        return file.metadata().requireString("general.architecture");
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Metadata metadata() {
        return Metadata.of(file.path().getFileName().toString(), values);
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public MemorySegment data(String tensorName) {
        if (!tensors.containsKey(tensorName)) {
            throw new ModelFormatException(
                    file.path().toString(), "there is no tensor '" + tensorName + "'");
        }
        MemorySegment segment = replaced.get(tensorName);
        return segment == null ? file.data(tensorName) : segment;
    }

    @Override
    public void requireWhole() {
        file.requireWhole();
    }

    @Override
    public void close() {
        file.close();
    }
}
