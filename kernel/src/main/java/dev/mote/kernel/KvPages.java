package dev.mote.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Where the pages of a sequence's keys and values lie. One table serves all layers that keep the
 * same positions; each of them has its place in every page.
 *
 * <p>The memory belongs to whoever put the pages in. Not thread-safe; must not change while a
 * kernel runs.
 */
public final class KvPages {
    /**
     * Positions that kernels take at a time. A page that is not the only one holds a multiple, so
     * that results do not depend on the size of pages.
     */
    public static final int GRID = 128;

    private final int positions;
    private final MemorySegment[] pages;

    /**
     * A table without pages.
     *
     * @param positions of each page: a multiple of {@link #GRID}, unless there is one page only
     * @param count of pages there may be
     */
    public KvPages(int positions, int count) {
        if (positions < 1 || count < 1 || (count > 1 && positions % GRID != 0)) {
            throw new IllegalArgumentException(
                    "%d pages of %d positions, expected a multiple of %d"
                            .formatted(count, positions, GRID));
        }
        this.positions = positions;
        pages = new MemorySegment[count];
        Arrays.fill(pages, MemorySegment.NULL);
    }

    /** Positions of a page. */
    public int positions() {
        return positions;
    }

    /** Pages there may be. */
    public int count() {
        return pages.length;
    }

    /** Puts a page in, or with {@link MemorySegment#NULL} takes it out. */
    public void set(int index, MemorySegment page) {
        pages[index] = page;
    }

    /** A page, {@link MemorySegment#NULL} where there is none. */
    public MemorySegment get(int index) {
        return pages[index];
    }

    /** Whether there are pages for all positions from {@code from} to before {@code to}. */
    public boolean cover(int from, int to) {
        for (int index = from / positions; (long) index * positions < to; index++) {
            if (pages[index].address() == 0) {
                return false;
            }
        }
        return true;
    }
}
