package dev.mote.kernel.generated;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Linux and macOS. Not verified on macOS, where a process that runs under the hardened runtime
 * needs the entitlement {@code com.apple.security.cs.allow-jit}, which JDKs have.
 */
final class Posix implements OperatingSystem {
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS_LINUX = 0x20;
    private static final int MAP_ANONYMOUS_MAC = 0x1000;
    private static final long FAILED = -1;

    /** A multiple of every page size in use: 4, 16 and 64 KiB. */
    private static final long PAGE_BYTES = 64 * 1024;

    private final boolean mac;
    private final MethodHandle mmap =
            function(
                    "mmap",
                    FunctionDescriptor.of(
                            ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private final MethodHandle mprotect =
            function("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    Posix(boolean mac) {
        this.mac = mac;
    }

    @Override
    public long pageBytes() {
        return PAGE_BYTES;
    }

    @Override
    public MemorySegment reserve(long bytes) {
        int flags = MAP_PRIVATE | (mac ? MAP_ANONYMOUS_MAC : MAP_ANONYMOUS_LINUX);
        MemorySegment pages;
        try {
            pages =
                    (MemorySegment)
                            mmap.invokeExact(
                                    MemorySegment.NULL,
                                    bytes,
                                    PROT_READ | PROT_WRITE,
                                    flags,
                                    -1,
                                    0L);
        } catch (Throwable e) { // rethrown: it declares everything
            throw Foreign.unexpected(e);
        }
        if (pages.address() == FAILED) {
            throw new ExecutableMemoryException(
                    "the system gives no memory for %d bytes of code".formatted(bytes));
        }
        return pages.reinterpret(bytes);
    }

    /**
     * On AArch64 Linux itself brings the instruction caches up to date: every page table entry that
     * lets a user execute goes through {@code __sync_icache_dcache} (arch/arm64/mm/flush.c, called
     * where entries are set in arch/arm64/include/asm/pgtable.h), which cleans and invalidates a
     * page unless its flag PG_dcache_clean says that this was done since the page was allocated.
     * Pages that were never executable do not have the flag, so the change of protection is enough;
     * the return from the system call then synchronises the thread. macOS promises no such thing
     * and has a function for it.
     */
    @Override
    public void makeExecutable(MemorySegment pages) {
        int result;
        try {
            result = (int) mprotect.invokeExact(pages, pages.byteSize(), PROT_READ | PROT_EXEC);
        } catch (Throwable e) { // rethrown: it declares everything
            throw Foreign.unexpected(e);
        }
        if (result != 0) {
            throw new ExecutableMemoryException("the system refuses to make memory executable");
        }
        if (mac) {
            invalidateInstructions(pages);
        }
    }

    private static void invalidateInstructions(MemorySegment pages) {
        try {
            function("sys_icache_invalidate", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG))
                    .invokeExact(pages, pages.byteSize());
        } catch (Throwable e) { // rethrown: it declares everything
            throw Foreign.unexpected(e);
        }
    }

    @Override
    public void release(MemorySegment pages) {
        try {
            MethodHandle munmap =
                    function("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
            int ignored = (int) munmap.invokeExact(pages, pages.byteSize());
        } catch (Throwable e) { // rethrown: it declares everything
            throw Foreign.unexpected(e);
        }
    }

    @Override
    public long auxiliaryValue(long type) {
        if (mac) {
            return 0;
        }
        try {
            return (long)
                    function("getauxval", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG))
                            .invokeExact(type);
        } catch (Throwable e) { // rethrown: it declares everything
            throw Foreign.unexpected(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
