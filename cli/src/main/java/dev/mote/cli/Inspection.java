package dev.mote.cli;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.Kernels;
import dev.mote.model.DecoderModel;
import dev.mote.model.ModelKind;
import dev.mote.model.Models;
import dev.mote.model.UnsupportedArchitectureException;
import dev.mote.text.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything {@code mote inspect} tells about a file. */
final class Inspection {
    private final ModelFile file;
    private final int context;

    private Inspection(ModelFile file, int context) {
        this.file = file;
        this.context = context;
    }

    static Inspection of(OpenFile file, int context) {
        return new Inspection(file.file(), context);
    }

    /** The tensor table in file order. */
    List<TensorInfo> tensors() {
        return List.copyOf(file.tensors().values());
    }

    /** Metadata in file order; the vocabulary's arrays included. */
    Map<String, Object> metadata() {
        Metadata metadata = file.metadata();
        Map<String, Object> values = new LinkedHashMap<>();
        for (String key : metadata.keys()) {
            metadata.value(key).ifPresent(value -> values.put(key, value));
        }
        return values;
    }

    /** The model's chat template. */
    Optional<String> chatTemplate() {
        return file.metadata().string("tokenizer.chat_template");
    }

    /** The facts people look for first, in words. */
    Map<String, String> summary() {
        Metadata metadata = file.metadata();
        long parameters = tensors().stream().mapToLong(TensorInfo::count).sum();
        long bytes = tensors().stream().mapToLong(TensorInfo::byteSize).sum();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("file", file.path().toString());
        facts.put("name", metadata.string("general.name").orElse("not stated"));
        facts.put("architecture", metadata.string("general.architecture").orElse("not stated"));
        facts.put("licence", metadata.string("general.license").orElse("not stated"));
        facts.put(
                "parameters",
                String.format(
                        Locale.ROOT,
                        "%.3f billion in %d tensors, %s, %.2f bits each",
                        parameters / 1e9,
                        tensors().size(),
                        Console.size(bytes),
                        parameters == 0 ? 0 : 8.0 * bytes / parameters));
        facts.put("tokenizer", tokenizer());
        facts.put("chat template", chatTemplate().isPresent() ? "yes" : "none");
        facts.put("memory", memory(bytes));
        return facts;
    }

    private String tokenizer() {
        try {
            Tokenizer tokenizer = dev.mote.text.tokenizer.Tokenizers.of(file);
            return file.metadata().string("tokenizer.ggml.model").orElse("tokenizer.json")
                    + file.metadata()
                            .string("tokenizer.ggml.pre")
                            .map(pre -> " (" + pre + ")")
                            .orElse("")
                    + ", "
                    + tokenizer.vocabularySize()
                    + " tokens";
        } catch (ModelFormatException e) {
            return "not usable: " + Failures.oneLine(e.getMessage());
        }
    }

    private String memory(long weightBytes) {
        try {
            if (Models.kind(file) != ModelKind.DECODER) {
                return Console.size(weightBytes) + " mapped";
            }
            try (Kernels kernels = Kernels.open(1);
                    DecoderModel model = Models.openDecoder(file, kernels)) {
                int length = context > 0 ? context : model.contextLength();
                return "%s mapped + %s KV cache (F16) at context %d"
                        .formatted(
                                Console.size(weightBytes),
                                Console.size(model.stateBytes(length, BlockType.F16)),
                                length);
            }
        } catch (UnsupportedArchitectureException | ModelFormatException e) {
            return "cannot run here: " + Failures.oneLine(e.getMessage());
        }
    }

    /** Everything for scripts. */
    Map<String, Object> json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("summary", summary());
        root.put("metadata", metadata());
        List<Map<String, Object>> list = new ArrayList<>();
        for (TensorInfo tensor : tensors()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", tensor.name());
            entry.put("type", tensor.type().name());
            entry.put("shape", tensor.shape());
            entry.put("byteSize", tensor.byteSize());
            list.add(entry);
        }
        root.put("tensors", list);
        return root;
    }
}
