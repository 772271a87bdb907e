package dev.mote.model.graph;

import dev.mote.kernel.KvPages;
import dev.mote.model.memory.KvBlock;
import dev.mote.model.memory.KvPage;
import dev.mote.model.memory.KvPool;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pages that a sequence holds: for each group of layers a table, filled as the sequence grows.
 * Pages that fell out of a group's window are given up before the next step, and a page that
 * somebody else relies on is copied before it is written to.
 */
final class SequencePages implements AutoCloseable {
    private static final int POSITIONS = KvPool.PAGE_POSITIONS;

    private final KvPool pool;
    private final List<MemoryPlan.Group> groups;
    private final List<KvPages> tables = new ArrayList<>();
    private final @Nullable KvPage[][] pages;

    SequencePages(KvPool pool, List<MemoryPlan.Group> groups, int capacity) {
        this.pool = pool;
        this.groups = groups;
        int count = Math.ceilDiv(capacity, POSITIONS);
        pages = new KvPage[groups.size()][count];
        groups.forEach(group -> tables.add(new KvPages(POSITIONS, count)));
    }

    /** Where the pages of a group are. */
    KvPages table(int group) {
        return tables.get(group);
    }

    /** Makes room for positions that are about to be written. */
    void prepare(int from, int to) {
        for (int group = 0; group < pages.length; group++) {
            releasePassed(group, from);
        }
        for (int group = 0; group < pages.length; group++) {
            for (int index = from / POSITIONS; index * POSITIONS < to; index++) {
                KvPage page = pages[group][index];
                if (page == null) {
                    put(group, index, pool.take(group));
                } else if (!page.isWritable(Math.max(0, from - index * POSITIONS))) {
                    Optional<KvPage> copy = pool.takeForCopy(page);
                    if (copy.isPresent()) {
                        copy.get().memory().copyFrom(page.memory());
                        page.release();
                        put(group, index, copy.get());
                    }
                }
            }
        }
    }

    /** Gives up what a step that begins at this position does not need. */
    private void releasePassed(int group, int position) {
        release(group, 0, groups.get(group).firstNeeded(position) / POSITIONS);
    }

    private void put(int group, int index, KvPage page) {
        pages[group][index] = page;
        tables.get(group).set(index, page.memory());
    }

    private void release(int group, int from, int to) {
        for (int index = from; index < to; index++) {
            KvPage page = pages[group][index];
            if (page != null) {
                pages[group][index] = null;
                tables.get(group).set(index, MemorySegment.NULL);
                page.release();
            }
        }
    }

    /** Gives pages up that hold only what is at {@code position} or behind it. */
    void truncate(int position) {
        for (int group = 0; group < pages.length; group++) {
            release(group, Math.ceilDiv(position, POSITIONS), pages[group].length);
        }
    }

    /** Whether everything is there that a token at this position looks back on. */
    boolean canGoOnAt(int position) {
        for (int group = 0; group < pages.length; group++) {
            int first = groups.get(group).firstVisible(position);
            if (first < position && !tables.get(group).cover(first, position)) {
                return false;
            }
        }
        return true;
    }

    /** The pages of these positions, or null if one was given up. */
    @Nullable KvBlock block(int index, int positions) {
        List<KvPage> found = new ArrayList<>(pages.length);
        for (KvPage[] table : pages) {
            KvPage page = table[index];
            if (page == null) {
                return null;
            }
            found.add(page);
        }
        return new KvBlock(found, positions);
    }

    /**
     * Puts pages in that others filled; they are shared, and copied only when written to. Takes no
     * memory, and holds no more than a sequence that read the positions itself.
     */
    void adopt(int index, KvBlock block, int positions) {
        for (int group = 0; group < pages.length; group++) {
            KvPage page = block.pages().get(group);
            page.retain();
            page.seal(POSITIONS); // neither holder goes on behind what they share
            put(group, index, page);
            releasePassed(group, index * POSITIONS + positions);
        }
    }

    /** Writes what is kept of the first positions: of each page whether it is there, and it. */
    void save(int positions, WritableByteChannel target) throws IOException {
        for (int index = 0; index * POSITIONS < positions; index++) {
            for (KvPage[] table : pages) {
                KvPage page = table[index];
                target.write(ByteBuffer.wrap(new byte[] {(byte) (page == null ? 0 : 1)}));
                if (page != null) {
                    target.write(page.memory().asByteBuffer());
                }
            }
        }
    }

    /** Reads what {@link #save} wrote. */
    void restore(int positions, ReadableByteChannel source) throws IOException {
        for (int index = 0; index * POSITIONS < positions; index++) {
            for (int group = 0; group < pages.length; group++) {
                ByteBuffer there = ByteBuffer.allocate(1);
                fill(source, there);
                if (there.get(0) != 0) {
                    KvPage page = pool.take(group);
                    put(group, index, page);
                    fill(source, page.memory().asByteBuffer());
                }
            }
        }
    }

    static void fill(ReadableByteChannel source, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (source.read(target) < 0) {
                throw new EOFException("the saved state ends in the middle");
            }
        }
    }

    @Override
    public void close() {
        truncate(0);
    }
}
