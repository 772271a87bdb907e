package dev.mote.engine;

import dev.mote.format.TensorInfo;
import dev.mote.format.gguf.GgufValueType;
import dev.mote.format.gguf.GgufWriter;
import dev.mote.kernel.BlockType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Adapters of random numbers for {@link TinyModels#LLAMA}, strong enough to change its text. */
final class TinyAdapter {
    private static final int WIDTH = 64;
    private static final int RANK = 4;

    private TinyAdapter() {}

    /** Writes one that changes the queries and outputs of attention in both layers. */
    static Path write(Path file, long seed) {
        Random random = new Random(seed);
        GgufWriter writer = new GgufWriter();
        writer.put("general.type", GgufValueType.STRING, "adapter");
        writer.put("adapter.type", GgufValueType.STRING, "lora");
        writer.put("general.architecture", GgufValueType.STRING, "llama");
        writer.put("adapter.lora.alpha", GgufValueType.FLOAT32, 8f);
        for (String name : List.of("blk.0.attn_q", "blk.0.attn_output", "blk.1.attn_output")) {
            put(writer, name + ".weight.lora_a", random, RANK, WIDTH);
            put(writer, name + ".weight.lora_b", random, WIDTH, RANK);
        }
        writer.write(file, (tensor, done, total) -> {});
        return file;
    }

    private static void put(GgufWriter writer, String name, Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * 0.3);
        }
        MemorySegment bytes = Arena.ofAuto().allocate(4L * values.length, 64);
        MemorySegment.copy(values, 0, bytes, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values.length);
        writer.tensor(
                new TensorInfo(name, BlockType.F32, List.of(rows, columns), 4L * values.length),
                bytes);
    }
}
