package dev.mote.model.memory;

import java.util.List;

/**
 * What all layers of a model keep of the same positions: a page of each group of layers, held until
 * closed. Not thread-safe, as the {@link KvPool}.
 */
public final class KvBlock implements AutoCloseable {
    private final List<KvPage> pages;
    private final int positions;

    /**
     * Holds the pages.
     *
     * @param positions how many at the beginning of the pages are filled; they stay as they are
     */
    public KvBlock(List<KvPage> pages, int positions) {
        this.pages = List.copyOf(pages);
        this.positions = positions;
        for (KvPage page : pages) {
            page.retain();
            page.seal(positions);
        }
    }

    /** The page of each group. */
    public List<KvPage> pages() {
        return pages;
    }

    /** Positions that are filled. */
    public int positions() {
        return positions;
    }

    /** Whether somebody else holds any of its pages too. */
    public boolean isShared() {
        return pages.stream().anyMatch(KvPage::isShared);
    }

    /** Gives the pages up. */
    @Override
    public void close() {
        pages.forEach(KvPage::release);
    }
}
