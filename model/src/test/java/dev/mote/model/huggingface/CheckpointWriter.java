package dev.mote.model.huggingface;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code config.json} and {@code model.safetensors} as Hugging Face libraries do. */
final class CheckpointWriter {
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record Entry(String dtype, List<Integer> shape, byte[] bytes) {}

    private final Map<String, Object> config = new LinkedHashMap<>();
    private final Map<String, Entry> tensors = new LinkedHashMap<>();

    CheckpointWriter config(String key, Object value) {
        config.put(key, value);
        return this;
    }

    CheckpointWriter tensor(String name, String dtype, List<Integer> shape, byte[] bytes) {
        tensors.put(name, new Entry(dtype, shape, bytes));
        return this;
    }

    CheckpointWriter floats(String name, List<Integer> shape, float[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return tensor(name, "F32", shape, bytes.array());
    }

    CheckpointWriter rename(String from, String to) {
        Entry entry = tensors.remove(from);
        if (entry == null) {
            throw new IllegalArgumentException("no tensor " + from + " in " + tensors.keySet());
        }
        tensors.put(to, entry);
        return this;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), json(config));
        Map<String, Object> header = new LinkedHashMap<>();
        long offset = 0;
        for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
            long end = offset + tensor.getValue().bytes().length;
            header.put(
                    tensor.getKey(),
                    Map.of(
                            "dtype",
                            tensor.getValue().dtype(),
                            "shape",
                            tensor.getValue().shape(),
                            "data_offsets",
                            List.of(offset, end)));
            offset = end;
        }
        byte[] text = json(header).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
            out.write(
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(text.length)
                            .array());
            out.write(text);
            for (Entry entry : tensors.values()) {
                out.write(entry.bytes());
            }
        }
    }

    private static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                StringBuilder text = new StringBuilder("{");
                map.forEach((key, inner) ->
                        text.append(text.length() > 1 ? "," : "")
                                .append('"')
                                .append(key)
                                .append("\":")
                                .append(json(inner)));
                yield text.append('}').toString();
            }
            case List<?> list -> {
                StringBuilder text = new StringBuilder("[");
                list.forEach(
                        inner -> text.append(text.length() > 1 ? "," : "").append(json(inner)));
                yield text.append(']').toString();
            }
            case String text -> '"' + text + '"';
            default -> value.toString();
        };
    }
}
