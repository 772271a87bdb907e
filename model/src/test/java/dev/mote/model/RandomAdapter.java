package dev.mote.model;

import dev.mote.format.TensorInfo;
import dev.mote.format.gguf.GgufFile;
import dev.mote.format.gguf.GgufValueType;
import dev.mote.format.gguf.GgufWriter;
import dev.mote.kernel.BlockType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A LoRA adapter with random numbers for a golden model, as a file of its own and merged into the
 * model's weights. All tensors are written as F32, so that the two are the same up to rounding.
 */
final class RandomAdapter {
    private final GgufFile base;
    private final int rank;
    private final double alpha;
    private final Random random;
    private final Map<String, float[]> down = new LinkedHashMap<>(); // [rank, inputs]
    private final Map<String, float[]> up = new LinkedHashMap<>(); // [outputs, rank]

    RandomAdapter(GgufFile base, int rank, double alpha, long seed) {
        this.base = base;
        this.rank = rank;
        this.alpha = alpha;
        random = new Random(seed);
    }

    /** Changes a weight by about as much as it is. */
    RandomAdapter change(String tensor) {
        List<Integer> shape = shape(tensor);
        down.put(tensor, numbers(rank * shape.getLast()));
        up.put(tensor, numbers(rank * shape.getFirst()));
        return this;
    }

    private float[] numbers(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * 0.15);
        }
        return values;
    }

    private static float[] of(Map<String, float[]> matrices, String tensor) {
        return Objects.requireNonNull(matrices.get(tensor));
    }

    private List<Integer> shape(String tensor) {
        TensorInfo info = base.tensors().get(tensor);
        if (info == null) {
            throw new IllegalArgumentException(tensor);
        }
        return info.shape();
    }

    /** Writes the adapter. */
    Path write(Path file) {
        writer().write(file, (tensor, done, total) -> {});
        return file;
    }

    /** What {@link #write} writes, to be spoilt before it is written. */
    GgufWriter writer() {
        GgufWriter writer = new GgufWriter();
        writer.put("general.type", GgufValueType.STRING, "adapter");
        writer.put("adapter.type", GgufValueType.STRING, "lora");
        writer.put(
                "general.architecture",
                GgufValueType.STRING,
                base.metadata().requireString("general.architecture"));
        writer.put("adapter.lora.alpha", GgufValueType.FLOAT32, (float) alpha);
        for (String tensor : down.keySet()) {
            List<Integer> shape = shape(tensor);
            boolean looksUp = tensor.equals("token_embd.weight");
            // Rows of embeddings are looked up, so their two matrices are stored the other way.
            if (looksUp) {
                put(writer, tensor + ".lora_a", of(up, tensor), shape.getFirst(), rank);
                float[] turned = turned(of(down, tensor), rank, shape.getLast());
                put(writer, tensor + ".lora_b", turned, shape.getLast(), rank);
            } else {
                put(writer, tensor + ".lora_a", of(down, tensor), rank, shape.getLast());
                put(writer, tensor + ".lora_b", of(up, tensor), shape.getFirst(), rank);
            }
        }
        return writer;
    }

    /** Writes the model with the adapter's changes, times {@code strength}, in its weights. */
    Path writeMerged(Path file, double strength) {
        GgufWriter writer = new GgufWriter().putAll(base);
        for (TensorInfo info : base.tensors().values()) {
            float[] values = new float[(int) info.count()];
            info.type().decode(base.data(info.name()), 0, values, 0, values.length);
            if (down.containsKey(info.name())) {
                add(info, values, strength * (alpha == 0 ? 1 : alpha / rank));
            }
            put(writer, info.name(), values, info.shape());
        }
        writer.write(file, (tensor, done, total) -> {});
        return file;
    }

    private void add(TensorInfo info, float[] values, double scale) {
        int inputs = info.shape().getLast();
        float[] a = of(down, info.name());
        float[] b = of(up, info.name());
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            for (int r = 0; r < rank; r++) {
                sum += (double) b[(i / inputs * rank) + r] * a[(r * inputs) + (i % inputs)];
            }
            values[i] += (float) (scale * sum);
        }
    }

    private static float[] turned(float[] values, int rows, int columns) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[((i % columns) * rows) + (i / columns)] = values[i];
        }
        return result;
    }

    static void put(GgufWriter writer, String name, float[] values, Integer... shape) {
        put(writer, name, values, List.of(shape));
    }

    private static void put(GgufWriter writer, String name, float[] values, List<Integer> shape) {
        MemorySegment bytes = Arena.ofAuto().allocate(4L * values.length, 64);
        MemorySegment.copy(values, 0, bytes, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values.length);
        writer.tensor(new TensorInfo(name, BlockType.F32, shape, 4L * values.length), bytes);
    }
}
