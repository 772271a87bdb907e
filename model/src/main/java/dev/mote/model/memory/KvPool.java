package dev.mote.model.memory;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.FloatMatrix;
import dev.mote.kernel.KvPages;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The memory that a model's sequences keep keys and values in, taken from the system page by page
 * when it is first needed and then used again; never more than its limit.
 *
 * <p>Sequences are promised what they can grow to before they begin, so that none fails half-way.
 * What is held without a promise, a cache of prefixes, must be given up when {@linkplain
 * #onShortage asked for}.
 *
 * <p>Not thread-safe: whoever computes with the model uses it, one at a time. Figures may be read
 * by anybody.
 */
public final class KvPool implements AutoCloseable {
    /** Positions of a page. */
    public static final int PAGE_POSITIONS = KvPages.GRID;

    private final BlockType type;
    private final List<Long> pageBytes;
    private final long bytesMax;
    private final List<Deque<KvPage>> unused = new ArrayList<>();
    private final List<KvPage> pages = new ArrayList<>();
    private final AtomicLong allocatedBytes = new AtomicLong();
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong promisedBytes = new AtomicLong();
    private BooleanSupplier shortage = () -> false;

    /**
     * An empty pool.
     *
     * @param type encoding of keys and values
     * @param pageBytes size of the pages of each group of layers
     * @param bytesMax most memory of all pages
     */
    public KvPool(BlockType type, List<Long> pageBytes, long bytesMax) {
        this.type = type;
        this.pageBytes = List.copyOf(pageBytes);
        this.bytesMax = bytesMax;
        pageBytes.forEach(bytes -> unused.add(new ArrayDeque<>()));
    }

    /** Encoding of keys and values. */
    public BlockType type() {
        return type;
    }

    /** Sizes of the pages of each group of layers. */
    public List<Long> pageBytes() {
        return pageBytes;
    }

    /** Sets what gives a page up that was held without a promise; it says whether there was one. */
    public void onShortage(BooleanSupplier giver) {
        shortage = giver;
    }

    /** Promises memory, if there is so much that is not promised yet. */
    public boolean promise(long bytes) {
        if (bytes > bytesMax - promisedBytes.get()) {
            return false;
        }
        promisedBytes.addAndGet(bytes);
        return true;
    }

    /** Takes a promise back. */
    public void forgo(long bytes) {
        promisedBytes.addAndGet(-bytes);
    }

    /**
     * A page with one holder; what is in it is left from before.
     *
     * @throws IllegalStateException if there is none, which a promise prevents
     */
    public KvPage take(int group) {
        return take(group, () -> false).orElseThrow();
    }

    /**
     * As {@link #take(int)}, to copy a page that others hold too.
     *
     * @return empty if nobody else holds it any more, because a cache gave it up to make room
     */
    public Optional<KvPage> takeForCopy(KvPage page) {
        return take(page.group(), () -> !page.isShared());
    }

    private Optional<KvPage> take(int group, BooleanSupplier needless) {
        long bytes = pageBytes.get(group);
        Deque<KvPage> free = unused.get(group);
        while (free.isEmpty() && allocatedBytes.get() > bytesMax - bytes) {
            if (needless.getAsBoolean()) {
                return Optional.empty();
            }
            if (!freeUnused() && !shortage.getAsBoolean()) {
                throw new IllegalStateException(
                        "the %d MiB for keys and values are in use".formatted(bytesMax >> 20));
            }
        }
        KvPage page = free.poll();
        if (page == null) {
            page = new KvPage(this, group, bytes, FloatMatrix.ALIGNMENT_BYTES);
            pages.add(page);
            allocatedBytes.addAndGet(bytes);
        }
        usedBytes.addAndGet(bytes);
        page.retain();
        return Optional.of(page);
    }

    /** Gives a page of any group back to the system, so that another group can have the memory. */
    private boolean freeUnused() {
        for (Deque<KvPage> free : unused) {
            KvPage page = free.poll();
            if (page != null) {
                pages.remove(page);
                allocatedBytes.addAndGet(-pageBytes.get(page.group()));
                page.free();
                return true;
            }
        }
        return false;
    }

    /** Takes a page back that nobody holds. The one used last is given out first. */
    void giveBack(KvPage page) {
        usedBytes.addAndGet(-pageBytes.get(page.group()));
        unused.get(page.group()).push(page);
    }

    /** Most memory of all pages. */
    public long bytesMax() {
        return bytesMax;
    }

    /** Memory of the pages that are held. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** Memory taken from the system. */
    public long allocatedBytes() {
        return allocatedBytes.get();
    }

    /** Memory that sequences under way hold or may still ask for. */
    public long promisedBytes() {
        return promisedBytes.get();
    }

    /** Frees all pages, whoever holds them. */
    @Override
    public void close() {
        pages.forEach(KvPage::free);
        pages.clear();
        unused.forEach(Deque::clear);
        allocatedBytes.set(0);
        usedBytes.set(0);
    }
}
