package dev.mote.bench.kernels;

import dev.mote.kernel.Activation;
import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.Mask;
import dev.mote.kernel.PositionBias;
import dev.mote.kernel.RopeTable;
import dev.mote.kernel.WeightMatrix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The operations of TinyLlama-1.1B: hidden size 2048, feed-forward size 5632, 32 heads of 64 that
 * share 4 of keys and values.
 *
 * <p>Where one token reads weights or cached keys and values, each operation takes the next of many
 * copies, so that they come from memory as they do in a model, not from the cache.
 */
final class Workloads {
    private static final int HIDDEN = 2048;
    private static final int FEED_FORWARD = 5632;
    private static final int HEADS = 32;
    private static final int KV_HEADS = 4;
    private static final int HEAD_SIZE = 64;
    private static final int PROMPT = 512;

    /** More than the caches of the processors this is meant for. */
    private static final long STREAMED_BYTES = 256L << 20;

    private Workloads() {}

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (int tokens : new int[] {1, PROMPT}) {
            for (BlockType type : BlockType.values()) {
                all.add(matmul(type, tokens));
            }
        }
        all.add(attention(512, 1));
        all.add(attention(4096, 1));
        all.add(attention(PROMPT, PROMPT));
        double state = (double) PROMPT * HIDDEN * Float.BYTES;
        double kv = (double) PROMPT * KV_HEADS * HEAD_SIZE * 2;
        all.add(rows("rmsNorm", 2 * state, Workloads::rmsNorm));
        all.add(rows("rope", 2 * state, Workloads::rope));
        all.add(rows("gatedActivation", 3 * state, Workloads::gatedActivation));
        all.add(rows("store F16", kv * (Float.BYTES + Short.BYTES), Workloads::store));
        return all;
    }

    private static Workload rows(String kernel, double bytes, Workload.Operation operation) {
        return new Workload(kernel, "n=" + PROMPT, bytes, 0, false, operation);
    }

    private static Workload matmul(BlockType type, int tokens) {
        long bytes = type.bytesFor((long) FEED_FORWARD * HIDDEN);
        return new Workload(
                "matmul n=" + tokens,
                type.toString(),
                bytes,
                (double) tokens * FEED_FORWARD * HIDDEN,
                type.blockSize() > 1,
                (kernels, arena) -> {
                    FloatMatrix x = floats(arena, tokens, HIDDEN);
                    FloatMatrix y = FloatMatrix.allocate(arena, tokens, FEED_FORWARD);
                    MemorySegment first = weights(arena, type, bytes);
                    List<Runnable> each = new ArrayList<>();
                    for (MemorySegment copy : copies(arena, first, tokens)) {
                        WeightMatrix w = WeightMatrix.of(type, FEED_FORWARD, HIDDEN, copy);
                        each.add(() -> kernels.matmul(w, x, y));
                    }
                    return inTurn(each);
                });
    }

    /** Encoded random values, or where a type cannot be encoded random bytes. */
    private static MemorySegment weights(Arena arena, BlockType type, long bytes) {
        MemorySegment encoded = arena.allocate(bytes, FloatMatrix.ALIGNMENT_BYTES);
        Random random = new Random(7);
        if (!type.canEncode()) {
            byte[] noise = new byte[(int) bytes];
            random.nextBytes(noise);
            MemorySegment.copy(noise, 0, encoded, ValueLayout.JAVA_BYTE, 0, noise.length);
            return encoded;
        }
        float[] row = new float[HIDDEN];
        for (int r = 0; r < FEED_FORWARD; r++) {
            if (r < 64) { // then the same again: only how long it takes matters
                fill(row, random);
            }
            type.encode(row, 0, encoded, r * type.bytesFor(HIDDEN), HIDDEN);
        }
        return encoded;
    }

    private static List<MemorySegment> copies(Arena arena, MemorySegment first, int tokens) {
        List<MemorySegment> copies = new ArrayList<>();
        copies.add(first);
        while (tokens == 1 && copies.size() * first.byteSize() < STREAMED_BYTES) {
            MemorySegment copy = arena.allocate(first.byteSize(), FloatMatrix.ALIGNMENT_BYTES);
            copies.add(copy.copyFrom(first));
        }
        return copies;
    }

    private static Runnable inTurn(List<Runnable> each) {
        int[] next = {0};
        return () -> {
            each.get(next[0]).run();
            next[0] = (next[0] + 1) % each.size();
        };
    }

    private static Workload attention(int context, int tokens) {
        double keys = tokens == 1 ? context : (context + 1) / 2.0;
        double bytes = 2.0 * context * KV_HEADS * HEAD_SIZE * Short.BYTES;
        return new Workload(
                tokens == 1 ? "attention decode" : "attention prefill",
                "F16 context=" + context,
                bytes,
                2.0 * tokens * keys * HEADS * HEAD_SIZE,
                false,
                (kernels, arena) -> {
                    AttentionShape shape =
                            new AttentionShape(
                                    HEADS,
                                    KV_HEADS,
                                    HEAD_SIZE,
                                    HEAD_SIZE,
                                    0.125f,
                                    0,
                                    new Mask.Causal(),
                                    new PositionBias.None());
                    FloatMatrix q = floats(arena, tokens, HIDDEN);
                    FloatMatrix out = FloatMatrix.allocate(arena, tokens, HIDDEN);
                    FloatMatrix kv = floats(arena, context, KV_HEADS * HEAD_SIZE);
                    int first = context - tokens;
                    List<Runnable> each = new ArrayList<>();
                    do {
                        KvLayer layer = layer(arena, context);
                        kernels.store(layer, 0, kv, kv);
                        each.add(() -> kernels.attention(shape, q, layer, first, context, out));
                    } while (tokens == 1 && each.size() * bytes < STREAMED_BYTES);
                    return inTurn(each);
                });
    }

    private static KvLayer layer(Arena arena, int capacity) {
        return KvLayer.allocate(arena, BlockType.F16, KV_HEADS, HEAD_SIZE, HEAD_SIZE, capacity);
    }

    private static Runnable rmsNorm(Kernels kernels, Arena arena) {
        FloatMatrix x = floats(arena, PROMPT, HIDDEN);
        FloatMatrix y = FloatMatrix.allocate(arena, PROMPT, HIDDEN);
        FloatMatrix weight = floats(arena, 1, HIDDEN);
        return () -> kernels.rmsNorm(x, weight, 1e-5f, y);
    }

    private static Runnable rope(Kernels kernels, Arena arena) {
        float[] frequencies = new float[HEAD_SIZE / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) Math.pow(10_000, -2.0 * i / HEAD_SIZE);
        }
        RopeTable table = RopeTable.of(RopeTable.Pairing.ADJACENT, frequencies, 1);
        FloatMatrix x = floats(arena, PROMPT, HIDDEN);
        return () -> kernels.rope(x, HEAD_SIZE, table, 0);
    }

    /** Gates are overwritten, and SiLU would drive them to 0 in time: up is such that they grow. */
    private static Runnable gatedActivation(Kernels kernels, Arena arena) {
        FloatMatrix gate = floats(arena, PROMPT, HIDDEN);
        FloatMatrix up = FloatMatrix.allocate(arena, PROMPT, HIDDEN);
        for (int row = 0; row < PROMPT; row++) {
            for (int column = 0; column < HIDDEN; column++) {
                gate.set(row, column, 1 + Math.abs(gate.get(row, column)));
                up.set(row, column, 1.5f);
            }
        }
        return () -> kernels.gatedActivation(Activation.SILU, gate, up);
    }

    private static Runnable store(Kernels kernels, Arena arena) {
        FloatMatrix kv = floats(arena, PROMPT, KV_HEADS * HEAD_SIZE);
        KvLayer layer = layer(arena, PROMPT);
        return () -> kernels.store(layer, 0, kv, kv);
    }

    private static FloatMatrix floats(Arena arena, int rows, int columns) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows, columns);
        Random random = new Random(3);
        float[] row = new float[columns];
        for (int r = 0; r < rows; r++) {
            fill(row, random);
            matrix.setRow(r, row, 0);
        }
        return matrix;
    }

    private static void fill(float[] values, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
    }
}
