package dev.mote.kernel.generated;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** Windows. Not verified: no test of this project runs there. */
final class Windows implements OperatingSystem {
    private static final int MEM_COMMIT_RESERVE = 0x3000;
    private static final int MEM_RELEASE = 0x8000;
    private static final int PAGE_READWRITE = 0x04;
    private static final int PAGE_EXECUTE_READ = 0x20;
    private static final long PAGE_BYTES = 64 * 1024;

    /** What GetCurrentProcess returns. */
    private static final MemorySegment THIS_PROCESS = MemorySegment.ofAddress(-1);

    @Override
    public long pageBytes() {
        return PAGE_BYTES;
    }

    @Override
    public MemorySegment reserve(long bytes) {
        MemorySegment pages;
        try {
            pages =
                    (MemorySegment)
                            function(
                                            "VirtualAlloc",
                                            FunctionDescriptor.of(
                                                    ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT,
                                                    JAVA_INT))
                                    .invokeExact(
                                            MemorySegment.NULL,
                                            bytes,
                                            MEM_COMMIT_RESERVE,
                                            PAGE_READWRITE);
        } catch (Throwable e) { // rethrown: it declares everything
            throw Foreign.unexpected(e);
        }
        if (pages.address() == 0) {
            throw new ExecutableMemoryException(
                    "the system gives no memory for %d bytes of code".formatted(bytes));
        }
        return pages.reinterpret(bytes);
    }

    @Override
    public void makeExecutable(MemorySegment pages) {
        int done;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment before = arena.allocate(JAVA_INT);
            done =
                    (int)
                            function(
                                            "VirtualProtect",
                                            FunctionDescriptor.of(
                                                    JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT,
                                                    ADDRESS))
                                    .invokeExact(
                                            pages, pages.byteSize(), PAGE_EXECUTE_READ, before);
        } catch (Throwable e) { // rethrown: it declares everything
            throw Foreign.unexpected(e);
        }
        if (done == 0) {
            throw new ExecutableMemoryException("the system refuses to make memory executable");
        }
        flushInstructions(pages);
    }

    private static void flushInstructions(MemorySegment pages) {
        try {
            int ignored =
                    (int)
                            function(
                                            "FlushInstructionCache",
                                            FunctionDescriptor.of(
                                                    JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG))
                                    .invokeExact(THIS_PROCESS, pages, pages.byteSize());
        } catch (Throwable e) { // rethrown: it declares everything
            throw Foreign.unexpected(e);
        }
    }

    @Override
    public void release(MemorySegment pages) {
        try {
            int ignored =
                    (int)
                            function(
                                            "VirtualFree",
                                            FunctionDescriptor.of(
                                                    JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT))
                                    .invokeExact(pages, 0L, MEM_RELEASE);
        } catch (Throwable e) { // rethrown: it declares everything
            throw Foreign.unexpected(e);
        }
    }

    @Override
    public boolean callsAsMicrosoft() {
        return System.getProperty("os.arch", "").equals("amd64");
    }

    @Override
    public long auxiliaryValue(long type) {
        return 0;
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        SymbolLookup kernel32 = SymbolLookup.libraryLookup("kernel32", Arena.global());
        return Linker.nativeLinker().downcallHandle(kernel32.findOrThrow(name), descriptor);
    }
}
