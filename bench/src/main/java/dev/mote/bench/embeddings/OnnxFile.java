package dev.mote.bench.embeddings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The F32 weights of an ONNX model. The model stays in memory, mapped.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">The format</a>
 */
final class OnnxFile {
    /** Number of F32 among the types of tensors. */
    private static final int FLOAT = 1;

    /**
     * A weight.
     *
     * @param shape outermost first
     * @param bytes little-endian F32
     */
    record Tensor(List<Integer> shape, ByteBuffer bytes) {
        /** The values. */
        float[] values() {
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        }
    }

    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Map<String, List<String>> inputs = new HashMap<>();

    /** Reads a file. */
    static OnnxFile open(Path path) throws IOException {
        OnnxFile file = new OnnxFile();
        try (FileChannel channel = FileChannel.open(path)) {
            Protobuf model =
                    new Protobuf(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            while (model.next()) {
                if (model.field() == 7) {
                    file.readGraph(new Protobuf(model.content()));
                }
            }
        }
        return file;
    }

    private void readGraph(Protobuf graph) {
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> readNode(new Protobuf(graph.content()));
                case 5 -> readTensor(new Protobuf(graph.content()));
                default -> {} // inputs, outputs and remarks
            }
        }
    }

    private void readNode(Protobuf node) {
        List<String> names = new ArrayList<>();
        String name = "";
        while (node.next()) {
            switch (node.field()) {
                case 1 -> names.add(node.text());
                case 3 -> name = node.text();
                default -> {} // outputs, operator and attributes
            }
        }
        inputs.put(name, names);
    }

    private void readTensor(Protobuf tensor) {
        List<Integer> shape = new ArrayList<>();
        String name = "";
        long type = 0;
        ByteBuffer bytes = ByteBuffer.allocate(0);
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> shape.add(Math.toIntExact(tensor.integer()));
                case 2 -> type = tensor.integer();
                case 8 -> name = tensor.text();
                case 9 -> bytes = tensor.content();
                default -> {} // other ways to store values, which these models do not use
            }
        }
        if (type == FLOAT) {
            tensors.put(name, new Tensor(shape, bytes));
        }
    }

    /** A weight by its own name. */
    Tensor tensor(String name) {
        Tensor found = tensors.get(name);
        if (found == null) {
            throw new IllegalStateException("the model has no F32 tensor '" + name + "'");
        }
        return found;
    }

    /** The weight that a node multiplies with, its second input. */
    Tensor factor(String node) {
        List<String> names = inputs.getOrDefault(node, List.of());
        if (names.size() != 2) {
            throw new IllegalStateException("the model has no product '" + node + "'");
        }
        return tensor(names.get(1));
    }
}
