package dev.mote.kernel.generated;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Pages that hold machine code: written while they are not executable, then made executable and no
 * longer writable.
 *
 * <p>AArch64 does not keep its instruction caches up to date with data written: somebody has to
 * clean and invalidate them (DDI 0487, section B2.4.4). {@link OperatingSystem#makeExecutable} does
 * it, because it must be done before the first instruction of ours can run. It relies on pages
 * being fresh: {@link #place} reserves them, writes them once, and no page is ever written after it
 * was executable.
 */
final class ExecutableMemory implements AutoCloseable {
    private final OperatingSystem system;
    private final MemorySegment pages;

    private ExecutableMemory(OperatingSystem system, MemorySegment pages) {
        this.system = system;
        this.pages = pages;
    }

    /**
     * Places code at the beginning of a page.
     *
     * @throws ExecutableMemoryException if the system refuses memory or its execution
     */
    static ExecutableMemory place(OperatingSystem system, byte[] code) {
        long pageBytes = system.pageBytes();
        long bytes = (code.length + pageBytes - 1) / pageBytes * pageBytes;
        MemorySegment pages = system.reserve(bytes);
        try {
            MemorySegment.copy(code, 0, pages, ValueLayout.JAVA_BYTE, 0, code.length);
            system.makeExecutable(pages);
        } catch (ExecutableMemoryException e) {
            system.release(pages);
            throw e;
        }
        return new ExecutableMemory(system, pages);
    }

    /** The first page. */
    MemorySegment pages() {
        return pages;
    }

    /** Gives the pages back; no thread may be in them. */
    @Override
    public void close() {
        system.release(pages);
    }
}
