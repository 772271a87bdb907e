package dev.mote.kernel.generated;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * An arena whose segments end exactly where a page begins that nobody may touch, and have another
 * such page before them: a kernel that reads or writes past an operand ends the process.
 *
 * <p>Alignments beyond that of the size are not granted. POSIX systems only.
 */
final class GuardedMemory implements Arena {
    /** A multiple of every page size in use. */
    private static final long PAGE_BYTES = 64 * 1024;

    private static final int PROT_NONE = 0;

    private final OperatingSystem system = OperatingSystem.current();
    private final List<MemorySegment> reserved = new ArrayList<>();
    private final MethodHandle mprotect;

    GuardedMemory() {
        Linker linker = Linker.nativeLinker();
        mprotect =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("mprotect"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        long data = (byteSize + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        MemorySegment pages = system.reserve(data + 2 * PAGE_BYTES);
        reserved.add(pages);
        forbid(pages.asSlice(0, PAGE_BYTES));
        forbid(pages.asSlice(PAGE_BYTES + data, PAGE_BYTES));
        return pages.asSlice(PAGE_BYTES + data - byteSize, byteSize);
    }

    private void forbid(MemorySegment page) {
        int result;
        try {
            result = (int) mprotect.invokeExact(page, page.byteSize(), PROT_NONE);
        } catch (Throwable e) {
            throw Foreign.unexpected(e);
        }
        if (result != 0) {
            throw new IllegalStateException("mprotect failed");
        }
    }

    @Override
    public MemorySegment.Scope scope() {
        return Arena.global().scope();
    }

    @Override
    public void close() {
        reserved.forEach(system::release);
        reserved.clear();
    }
}
