package dev.mote.model.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory for the keys and values that some layers have of a range of positions. Several may hold
 * it; who releases it last gives it back to the pool. Guarded by whoever guards the {@link KvPool}.
 */
public final class KvPage {
    private final KvPool pool;
    private final int group;
    private final Arena arena = Arena.ofShared(); // kernels' worker threads use it
    private final MemorySegment memory;
    private int holders;
    private int sealed;

    KvPage(KvPool pool, int group, long bytes, long alignmentBytes) {
        this.pool = pool;
        this.group = group;
        memory = arena.allocate(bytes, alignmentBytes);
    }

    /** The group of layers it belongs to. */
    int group() {
        return group;
    }

    /** Its bytes. */
    public MemorySegment memory() {
        return memory;
    }

    /** Takes part in holding it. */
    public void retain() {
        holders++;
    }

    /** Gives up holding it. */
    public void release() {
        if (holders < 1) {
            throw new IllegalStateException("a page is released that nobody holds");
        }
        holders--;
        if (holders == 0) {
            sealed = 0;
            pool.giveBack(this);
        }
    }

    /** Whether somebody else holds it too. */
    public boolean isShared() {
        return holders > 1;
    }

    /** Promises that the first positions stay as they are while it is shared. */
    public void seal(int positions) {
        sealed = Math.max(sealed, positions);
    }

    /** Whether a holder may write from this position of the page on. */
    public boolean isWritable(int position) {
        return holders == 1 || position >= sealed;
    }

    void free() {
        arena.close();
    }
}
