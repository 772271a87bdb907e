package dev.mote.kernel.generated;

import dev.mote.kernel.AttentionShape;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.KvLayer;
import dev.mote.kernel.PositionBias;
import dev.mote.kernel.work.Buffer;
import dev.mote.kernel.work.Workers;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Softmax attention over the KV cache.
 *
 * <p>A unit of work is one key/value head and a block of queries; the query heads that share it are
 * its rows, so that each key and value is read once for all of them. It goes through the keys in
 * tiles that stay in the level-1 cache, and joins the sums of long ranges of keys in order. Where
 * there is only one block of queries, as in decoding, these ranges are units of work too.
 */
final class Attention implements AutoCloseable {
    private final Workers workers;
    private final Workers.Work working = this::attend;
    private final AttentionCode code;
    private final AttentionScratch[] scratch;
    private final DistanceBiases distances = new DistanceBiases();
    private final Buffer slopes = new Buffer();

    /** Outputs and states of parts of the keys. */
    private final Buffer partial = new Buffer();

    // The current operation.
    private final AttentionPlan plan = new AttentionPlan();
    private final Visibility visible = new Visibility();
    private @Nullable AttentionShape shape;
    private @Nullable KvLayer layer;
    private long queries;
    private long output;
    private int firstPosition;
    private long partialOutputs;
    private long firstSlope;
    private AttentionKernels.Bias bias = AttentionKernels.Bias.NONE;

    Attention(Workers workers, AttentionKernels set, KernelTable table, Arena arena) {
        this.workers = workers;
        code = new AttentionCode(set, table);
        scratch = new AttentionScratch[workers.count()];
        Arrays.setAll(scratch, worker -> new AttentionScratch(arena));
    }

    /** Shapes are checked by the caller. */
    void run(
            AttentionShape newShape,
            FloatMatrix q,
            KvLayer newLayer,
            int first,
            int keyCount,
            FloatMatrix out) {
        if (q.rows() == 0) {
            return;
        }
        shape = newShape;
        layer = newLayer;
        queries = q.segment().address();
        output = out.segment().address();
        firstPosition = first;
        visible.set(newShape.mask(), keyCount);
        plan.set(newShape, q.rows(), first, visible);
        prepareBias(newShape.bias(), q.rows(), keyCount);
        code.choose(newLayer.type(), newShape.softCap() != 0, bias);
        if (plan.divided()) {
            long bytes = (long) newShape.kvHeadCount() * plan.parts * partBytes(newShape);
            partialOutputs = partial.reserve(bytes).address();
        }
        try {
            workers.run(working, plan.units(), plan.unitsPerStep());
            if (plan.divided()) {
                for (int kvHead = 0; kvHead < newShape.kvHeadCount(); kvHead++) {
                    long begin = part(newShape, kvHead, 0);
                    finish(newShape, kvHead, 0, q.rows(), begin, plan.parts, scratch[0]);
                }
            }
        } finally {
            shape = null;
            layer = null;
        }
    }

    private void prepareBias(PositionBias newBias, int rows, int keyCount) {
        switch (newBias) {
            case PositionBias.None() -> bias = AttentionKernels.Bias.NONE;
            case PositionBias.Alibi(float[] factors) -> {
                bias = AttentionKernels.Bias.SLOPES;
                MemorySegment memory = slopes.reserve((long) factors.length * Float.BYTES);
                MemorySegment.copy(factors, 0, memory, ValueLayout.JAVA_FLOAT, 0, factors.length);
                firstSlope = memory.address();
            }
            case PositionBias.RelativeBuckets buckets -> {
                bias = AttentionKernels.Bias.TABLE;
                int lowest = 1 - firstPosition - rows;
                distances.fill(buckets, lowest, Math.max(lowest, keyCount - 1 - firstPosition));
            }
        }
    }

    /** Bytes of the outputs and states that one part of the keys has. */
    private long partBytes(AttentionShape s) {
        return AttentionScratch.outputBytes(s, plan.blockRows());
    }

    /** Where the outputs of a part lie; the states of all rows follow. */
    private long part(AttentionShape s, int kvHead, int part) {
        return partialOutputs + ((long) kvHead * plan.parts + part) * partBytes(s);
    }

    private void attend(int from, int to, int worker) {
        AttentionShape s = shape;
        KvLayer kv = layer;
        if (s == null || kv == null) {
            throw new IllegalStateException("no attention is under way");
        }
        AttentionScratch mine = scratch[worker];
        mine.reserve(s, kv, plan.blockRows(), plan.divided() ? 1 : plan.parts);
        for (int unit = from; unit < to; unit++) {
            int kvHead = plan.kvHead(unit);
            int first = plan.firstQuery(unit);
            int count = plan.endQuery(unit) - first;
            prepare(s, kv, kvHead, first, count, mine);
            int low = visible.firstAt(firstPosition + first);
            int high = visible.endAt(firstPosition + first + count - 1);
            int firstPart = plan.firstPart(unit, low);
            int endPart = plan.endPart(firstPart, high);
            for (int part = firstPart; part < endPart; part++) {
                long outputs =
                        plan.divided()
                                ? part(s, kvHead, plan.index(part))
                                : mine.outputs + (part - firstPart) * partBytes(s);
                mine.softmax.set(9, states(s, outputs, count));
                mine.mix.set(7, outputs);
                mine.mix.set(8, states(s, outputs, count));
                int start = plan.firstKey(part, low);
                attend(s, kv, kvHead, first, count, start, plan.endKey(part, high), mine);
            }
            if (!plan.divided()) {
                finish(s, kvHead, first, count, mine.outputs, endPart - firstPart, mine);
            }
        }
    }

    /** Goes through keys that begin with a tile. */
    private void attend(
            AttentionShape s,
            KvLayer kv,
            int kvHead,
            int first,
            int count,
            int start,
            int end,
            AttentionScratch mine) {
        int key = start;
        do { // at least once: where no key is visible the outputs become 0
            int keys = Math.clamp(end - key, 0, AttentionPlan.TILE_KEYS);
            tile(s, kv, kvHead, first, count, key, keys, key == start, mine);
            key += keys;
        } while (key < end);
    }

    /** Sets the parameters that all tiles share and loads the queries. */
    private void prepare(
            AttentionShape s, KvLayer kv, int kvHead, int first, int count, AttentionScratch mine) {
        int size = s.headSize();
        long scoreBytes = (long) AttentionPlan.TILE_KEYS * Float.BYTES;
        long rows = (long) count * plan.group;

        Parameters p = mine.others;
        long positionBytes = (long) s.headCount() * size * Float.BYTES;
        p.set(0, queries + first * positionBytes + (long) kvHead * plan.group * size * Float.BYTES);
        p.set(1, positionBytes);
        p.set(2, count);
        p.set(3, (long) plan.group * size);
        p.set(4, mine.queries);
        p.set(5, Float.floatToRawIntBits(s.scale()));
        code.loadQueries().call(p.address());

        p = mine.scores;
        p.set(1, kv.type().bytesFor(size));
        p.set(3, size);
        p.set(4, mine.queries);
        p.set(5, rows);
        p.set(6, mine.scoreRows);
        p.set(7, scoreBytes);
        p.set(8, mine.panel);
        p.set(9, mine.keys);

        p = mine.softmax;
        p.set(0, mine.scoreRows);
        p.set(1, scoreBytes);
        p.set(2, rows);
        p.set(4, plan.group);
        p.set(7, visible.firstStep());
        p.set(8, visible.endStep());
        p.set(11, Float.floatToRawIntBits(s.softCap()));

        p = mine.mix;
        p.set(0, mine.scoreRows);
        p.set(1, scoreBytes);
        p.set(2, rows);
        p.set(4, kv.type().bytesFor(s.valueSize()));
        p.set(6, s.valueSize());
    }

    /** States follow the outputs of all rows. */
    private long states(AttentionShape s, long outputs, int count) {
        return outputs + (long) count * plan.group * s.valueSize() * Float.BYTES;
    }

    private void tile(
            AttentionShape s,
            KvLayer kv,
            int kvHead,
            int first,
            int count,
            int key,
            int keys,
            boolean firstTile,
            AttentionScratch mine) {
        if (keys > 0) {
            Parameters p = mine.scores;
            p.set(0, kv.keys(key).address() + kv.keyOffset(kvHead, key));
            p.set(2, keys);
            code.scores().call(p.address());
        }
        int position = firstPosition + first;
        Parameters p = mine.softmax;
        p.set(3, keys);
        p.set(5, visible.firstFrom(position, key));
        p.set(6, visible.endFrom(position, key));
        p.set(10, firstTile ? 1 : 0);
        switch (bias) {
            case NONE -> {}
            case SLOPES -> {
                long head = (long) kvHead * plan.group;
                p.set(12, firstSlope + head * Float.BYTES);
                p.set(13, Float.BYTES);
                p.set(14, key - position);
            }
            case TABLE -> {
                p.set(12, distances.address(kvHead * plan.group, key - position));
                p.set(13, distances.headBytes());
            }
        }
        code.softmax().call(p.address());

        p = mine.mix;
        long values = keys > 0 ? kv.values(key).address() + kv.valueOffset(kvHead, key) : 0;
        p.set(3, values);
        p.set(5, keys);
        p.set(9, firstTile ? 1 : 0);
        int last = position + count - 1;
        boolean partly = visible.firstAt(last) > key || visible.endAt(position) < key + keys;
        boolean skipping =
                partly && keys > 0 && !finite(values, (long) keys * s.valueSize(), mine.others);
        (skipping ? code.skippingMix() : code.mix()).call(p.address());
    }

    /** Where all values are finite, 0 times a masked one is 0. */
    private boolean finite(long values, long count, Parameters p) {
        p.set(0, values);
        p.set(1, count);
        code.finite().call(p.address());
        return p.get(2) == 0;
    }

    private void finish(
            AttentionShape s,
            int kvHead,
            int first,
            int count,
            long outputs,
            int parts,
            AttentionScratch mine) {
        long rowBytes = (long) s.valueSize() * Float.BYTES;
        long positionBytes = s.headCount() * rowBytes;
        Parameters p = mine.others;
        p.set(0, outputs);
        p.set(1, partBytes(s));
        p.set(2, parts);
        p.set(3, (long) count * plan.group);
        p.set(4, s.valueSize());
        p.set(5, states(s, outputs, count));
        p.set(6, partBytes(s));
        p.set(7, output + first * positionBytes + (long) kvHead * plan.group * rowBytes);
        p.set(8, positionBytes);
        p.set(9, plan.group);
        code.finish().call(p.address());
    }

    @Override
    public void close() {
        for (AttentionScratch each : scratch) {
            each.close();
        }
        distances.close();
        slopes.close();
        partial.close();
    }
}
