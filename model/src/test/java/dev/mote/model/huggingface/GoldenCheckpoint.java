package dev.mote.model.huggingface;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;
import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Turns a golden GGUF model back into the Hugging Face checkpoint it could have been converted
 * from: the names and layouts of the transformers library, written down independently of the
 * reader.
 */
final class GoldenCheckpoint {
    private final ModelFile gguf;
    private final Metadata metadata;
    private final String architecture;
    final CheckpointWriter writer = new CheckpointWriter();

    GoldenCheckpoint(ModelFile gguf) {
        this.gguf = gguf;
        metadata = gguf.metadata();
        architecture = metadata.requireString("general.architecture");
    }

    Metadata metadata() {
        return metadata;
    }

    int integer(String key) {
        return metadata.requireInteger(architecture + "." + key);
    }

    double number(String key) {
        return metadata.requireNumber(architecture + "." + key);
    }

    boolean has(String key) {
        return metadata.value(architecture + "." + key).isPresent();
    }

    boolean hasTensor(String name) {
        return gguf.tensors().containsKey(name);
    }

    /** Copies an integer or number of the metadata into the configuration, if it is there. */
    GoldenCheckpoint copy(String key, String configKey) {
        metadata.value(architecture + "." + key)
                .ifPresent(value -> writer.config(configKey, value));
        return this;
    }

    /** The keys most decoders have. */
    GoldenCheckpoint decoderConfig(String modelType) {
        writer.config("model_type", modelType);
        copy("block_count", "num_hidden_layers");
        copy("embedding_length", "hidden_size");
        copy("context_length", "max_position_embeddings");
        copy("feed_forward_length", "intermediate_size");
        copy("attention.head_count", "num_attention_heads");
        copy("attention.head_count_kv", "num_key_value_heads");
        copy("attention.key_length", "head_dim");
        copy("attention.layer_norm_rms_epsilon", "rms_norm_eps");
        copy("rope.freq_base", "rope_theta");
        writer.config("tie_word_embeddings", !hasTensor("output.weight"));
        return this;
    }

    /** The values of an F32 tensor. */
    List<Float> floats(String name) {
        float[] values = gguf.data(name).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    /** Writes two matrices of one width as one, the first on top. */
    void joined(String theirs, String top, String bottom) {
        TensorInfo first = Objects.requireNonNull(gguf.tensors().get(top));
        TensorInfo second = Objects.requireNonNull(gguf.tensors().get(bottom));
        ByteBuffer bytes = ByteBuffer.allocate((int) (first.byteSize() + second.byteSize()));
        bytes.put(gguf.data(top).toArray(ValueLayout.JAVA_BYTE));
        bytes.put(gguf.data(bottom).toArray(ValueLayout.JAVA_BYTE));
        writer.tensor(
                theirs,
                first.type().name(),
                List.of(first.shape().get(0) + second.shape().get(0), first.shape().get(1)),
                bytes.array());
    }

    /** Writes every tensor under the name that {@code names} gives for its stem. */
    void tensors(Map<String, String> names, UnaryOperator<Tensor> layout) {
        for (TensorInfo info : gguf.tensors().values()) {
            int dot = info.name().lastIndexOf('.');
            String stem = info.name().substring(0, dot);
            String general = stem.replaceAll("blk\\.\\d+", "blk.#");
            String number = stem.replaceAll("\\D*?(\\d+).*", "$1");
            String theirs = names.get(general);
            if (theirs == null) {
                throw new IllegalArgumentException("no name for " + general);
            }
            if (theirs.isEmpty()) {
                continue;
            }
            Tensor tensor =
                    layout.apply(
                            new Tensor(
                                    general,
                                    info.type(),
                                    info.shape(),
                                    gguf.data(info.name()).toArray(ValueLayout.JAVA_BYTE)));
            String name = theirs.replace("#", number) + info.name().substring(dot);
            if (tensor.shape().size() == 3 && name.contains("@")) {
                unstack(name, tensor);
            } else {
                tensor.write(writer, name);
            }
        }
    }

    /** Checkpoints have one matrix for each expert. */
    private void unstack(String name, Tensor tensor) {
        int count = tensor.shape().getFirst();
        int size = tensor.bytes().length / count;
        for (int i = 0; i < count; i++) {
            new Tensor(
                            tensor.stem(),
                            tensor.type(),
                            tensor.shape().subList(1, 3),
                            Arrays.copyOfRange(tensor.bytes(), i * size, (i + 1) * size))
                    .write(writer, name.replace("@", Integer.toString(i)));
        }
    }

    /** A tensor on its way; the stem is GGUF's name with {@code #} for the layer. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Tensor(String stem, BlockType type, List<Integer> shape, byte[] bytes) {
        void write(CheckpointWriter writer, String name) {
            writer.tensor(name, type.name(), shape, bytes);
        }

        Tensor withShape(List<Integer> other) {
            return new Tensor(stem, type, other, bytes);
        }

        /**
         * Rows of each head from neighbouring pairs to halves, the inverse of GGUF's conversion.
         */
        Tensor unpaired(int heads) {
            int rows = shape.getFirst();
            int headSize = rows / heads;
            int rowBytes = bytes.length / rows;
            byte[] moved = new byte[bytes.length];
            for (int row = 0; row < rows; row++) {
                int head = row / headSize;
                int within = row % headSize;
                int target = head * headSize + within % 2 * (headSize / 2) + within / 2;
                System.arraycopy(bytes, row * rowBytes, moved, target * rowBytes, rowBytes);
            }
            return new Tensor(stem, type, shape, moved);
        }

        /** [inputs, outputs] of [outputs, inputs]. */
        Tensor transposed() {
            int rows = shape.get(0);
            int columns = shape.get(1);
            int size = bytes.length / rows / columns;
            byte[] moved = new byte[bytes.length];
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    System.arraycopy(
                            bytes,
                            (row * columns + column) * size,
                            moved,
                            (column * rows + row) * size,
                            size);
                }
            }
            return new Tensor(stem, type, List.of(columns, rows), moved);
        }

        /** F32 values less 1. */
        Tensor minusOne() {
            ByteBuffer buffer = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < bytes.length; i += Float.BYTES) {
                buffer.putFloat(i, buffer.getFloat(i) - 1);
            }
            return new Tensor(stem, type, shape, buffer.array());
        }
    }
}
