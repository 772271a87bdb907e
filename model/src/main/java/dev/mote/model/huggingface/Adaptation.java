package dev.mote.model.huggingface;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.format.safetensors.SafetensorsFolder;
import dev.mote.kernel.BlockType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint in the course of becoming a model file: the metadata written so far, the rules for
 * tensor names, and the tensors they gave.
 *
 * <p>A rule maps a name without its {@code .weight} or {@code .bias}, in which {@code #} stands for
 * a number: {@code model.layers.#.self_attn.q_proj} to {@code blk.#.attn_q}. The last number may
 * also be given, where names differ by nothing else.
 */
final class Adaptation implements AutoCloseable {
    private static final Pattern SUFFIX = Pattern.compile("\\.(weight|bias|gamma|beta)$");
    private static final Pattern NUMBER = Pattern.compile("(?<=\\.)\\d{1,6}(?=\\.|$)");

    private record Rule(String name, Conversion conversion) {}

    private final SafetensorsFolder folder;
    private final Config config;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, MemorySegment> data = new HashMap<>();
    private final Arena arena = Arena.ofShared(); // kernels' worker threads read it
    private final List<ModelFile> companions = new ArrayList<>();
    private String architecture = "";

    Adaptation(SafetensorsFolder folder) {
        this.folder = folder;
        config = new Config(folder.metadata());
    }

    Config config() {
        return config;
    }

    SafetensorsFolder folder() {
        return folder;
    }

    /** Says which of this library's architectures computes the model; comes first. */
    void architecture(String name) {
        architecture = name;
        values.put("general.architecture", name);
    }

    /** Writes metadata under the architecture's prefix. */
    void put(String key, long value) {
        values.put(architecture + "." + key, value);
    }

    /** Writes metadata under the architecture's prefix. */
    void put(String key, double value) {
        values.put(architecture + "." + key, value);
    }

    /** Writes metadata under the architecture's prefix. */
    void put(String key, String value) {
        values.put(architecture + "." + key, value);
    }

    /** Writes metadata under the architecture's prefix: a list of integers or booleans. */
    void put(String key, List<?> value) {
        values.put(architecture + "." + key, value);
    }

    /** Adds a rule for names that begin with any of the checkpoint's usual prefixes. */
    void rename(String theirs, String ours, Conversion conversion) {
        rules.put(theirs, new Rule(ours, conversion));
    }

    /** Adds a rule that only renames. */
    void rename(String theirs, String ours) {
        rename(theirs, ours, Conversion.NONE);
    }

    /** The Jinja source that renders conversations. */
    void chatTemplate(String source) {
        values.put("tokenizer.chat_template", source);
    }

    /** Leaves out tensors that do not enter the computation. */
    void drop(String theirs) {
        rename(theirs, theirs, Conversion.DROP);
    }

    /** Whether the checkpoint has the tensor, under its own name. */
    boolean has(String theirs) {
        return folder.tensors().containsKey(theirs);
    }

    /** Sizes of one of the checkpoint's tensors, under its own name. */
    List<Integer> shape(String theirs) {
        TensorInfo tensor = folder.tensors().get(theirs);
        if (tensor == null) {
            throw new ModelFormatException(
                    folder.path().toString(), "tensor '" + theirs + "' is missing");
        }
        return tensor.shape();
    }

    /** Adds a vector that the checkpoint does not hold as a tensor. */
    void add(String name, float[] vector) {
        add(name, List.of(vector.length), vector);
    }

    /** Adds a tensor of a file beside the checkpoint, which is then closed with this one. */
    void add(String name, ModelFile companion, String theirs) {
        TensorInfo tensor = companion.tensors().get(theirs);
        if (tensor == null) {
            throw new ModelFormatException(
                    companion.path().toString(), "tensor '" + theirs + "' is missing");
        }
        put(name, tensor.type(), tensor.shape(), companion.data(theirs));
    }

    /** Closes a file beside the checkpoint together with it. */
    void own(ModelFile companion) {
        companions.add(companion);
    }

    /** Applies the rules to every tensor of the checkpoint. */
    void renameTensors() {
        for (TensorInfo tensor : folder.tensors().values()) {
            Matcher suffix = SUFFIX.matcher(tensor.name());
            boolean suffixed = suffix.find();
            String stem = suffixed ? tensor.name().substring(0, suffix.start()) : tensor.name();
            Rule rule = rule(stem);
            if (rule == null) {
                put(tensor.name(), tensor.type(), tensor.shape(), folder.data(tensor.name()));
            } else if (rule.conversion() != Conversion.DROP) {
                String ours = numbered(rule.name(), stem) + ending(suffixed ? suffix.group(1) : "");
                convert(tensor, ours, rule.conversion());
            }
        }
    }

    Metadata metadata() {
        return Metadata.of(folder.metadata().source(), values);
    }

    Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    MemorySegment data(String name) {
        MemorySegment segment = data.get(name);
        if (segment == null) {
            throw new ModelFormatException(
                    folder.path().toString(), "there is no tensor '" + name + "'");
        }
        return segment;
    }

    /** The rule for a name; one that keeps the last number as it stands is more particular. */
    private @Nullable Rule rule(String stem) {
        String general = NUMBER.matcher(stem).replaceAll("#");
        int last = general.lastIndexOf('#');
        if (last >= 0) {
            int fromEnd = general.length() - last - 1;
            String tail = stem.substring(0, stem.length() - fromEnd);
            String number = tail.substring(tail.lastIndexOf('.') + 1);
            Rule particular =
                    rules.get(general.substring(0, last) + number + general.substring(last + 1));
            if (particular != null) {
                return particular;
            }
        }
        return rules.get(general);
    }

    private void convert(TensorInfo tensor, String ours, Conversion conversion) {
        MemorySegment bytes = folder.data(tensor.name());
        List<Integer> shape = tensor.shape();
        switch (conversion) {
            case NONE -> put(ours, tensor.type(), shape, bytes);
            case PLUS_ONE -> {
                float[] floats = new float[Math.toIntExact(tensor.count())];
                tensor.type().decode(bytes, 0, floats, 0, floats.length);
                for (int i = 0; i < floats.length; i++) {
                    floats[i] += 1;
                }
                add(ours, shape, floats);
            }
            case TRANSPOSE -> {
                if (shape.size() == 2) {
                    transpose(tensor, ours, bytes);
                } else {
                    put(ours, tensor.type(), shape, bytes); // biases have no orientation
                }
            }
            case SQUEEZE -> {
                if (shape.size() != 3 || shape.get(1) != 1) {
                    throw new ModelFormatException(
                            folder.path().toString(),
                            "tensor '%s' is %s, expected [channels, 1, taps]"
                                    .formatted(tensor.name(), shape));
                }
                put(ours, tensor.type(), List.of(shape.get(0), shape.get(2)), bytes);
            }
            case DROP -> {}
        }
    }

    private void transpose(TensorInfo tensor, String ours, MemorySegment bytes) {
        int rows = tensor.shape().get(0);
        int columns = tensor.shape().get(1);
        MemorySegment swapped = arena.allocate(bytes.byteSize(), 64);
        boolean wide = tensor.type() == BlockType.F32;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                long from = (long) row * columns + column;
                long to = (long) column * rows + row;
                if (wide) {
                    swapped.setAtIndex(
                            ValueLayout.JAVA_INT_UNALIGNED,
                            to,
                            bytes.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, from));
                } else {
                    swapped.setAtIndex(
                            ValueLayout.JAVA_SHORT_UNALIGNED,
                            to,
                            bytes.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, from));
                }
            }
        }
        put(ours, tensor.type(), List.of(columns, rows), swapped);
    }

    private void add(String name, List<Integer> shape, float[] floats) {
        MemorySegment segment = arena.allocate((long) floats.length * Float.BYTES, 64);
        MemorySegment.copy(floats, 0, segment, ValueLayout.JAVA_FLOAT, 0, floats.length);
        put(name, BlockType.F32, shape, segment);
    }

    private void put(String name, BlockType type, List<Integer> shape, MemorySegment segment) {
        if (tensors.putIfAbsent(name, new TensorInfo(name, type, shape, segment.byteSize()))
                != null) {
            throw new ModelFormatException(
                    folder.path().toString(), "two tensors stand for '%s'".formatted(name));
        }
        data.put(name, segment);
    }

    /** Fills the numbers of the checkpoint's name into ours, in order. */
    private static String numbered(String ours, String theirs) {
        Matcher numbers = NUMBER.matcher(theirs);
        StringBuilder name = new StringBuilder();
        for (String part : ours.split("(?<=#)|(?=#)", -1)) {
            name.append(part.equals("#") && numbers.find() ? numbers.group() : part);
        }
        return name.toString();
    }

    /** Checkpoints converted from TensorFlow call weight and bias of norms gamma and beta. */
    private static String ending(String suffix) {
        return switch (suffix) {
            case "" -> "";
            case "gamma" -> ".weight";
            case "beta" -> ".bias";
            default -> "." + suffix;
        };
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        companions.forEach(ModelFile::close);
    }
}
