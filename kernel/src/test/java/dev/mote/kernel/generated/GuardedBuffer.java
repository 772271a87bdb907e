package dev.mote.kernel.generated;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Memory between two pages that nobody may touch: machine code that reads or writes a byte too many
 * ends the process, and so the tests, with a fault.
 *
 * <p>One buffer serves operands of many sizes, unlike {@link GuardedMemory}; the bytes beside an
 * operand that lie on accessible pages are known, so that writes to them show. POSIX systems only.
 */
final class GuardedBuffer implements AutoCloseable {
    /** A multiple of every page size in use. */
    private static final long PAGE_BYTES = 64 * 1024;

    private static final int PROT_NONE = 0;
    private static final byte FILLER = (byte) 0xA5;

    private final MemorySegment all;
    private final MemorySegment accessible;

    private GuardedBuffer(MemorySegment all, MemorySegment accessible) {
        this.all = all;
        this.accessible = accessible;
    }

    /** Room for operands of up to this many bytes. */
    static GuardedBuffer of(long bytes) {
        long room = (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        MemorySegment all = OperatingSystem.current().reserve(room + 2 * PAGE_BYTES);
        protect(all.asSlice(0, PAGE_BYTES));
        protect(all.asSlice(PAGE_BYTES + room));
        MemorySegment accessible = all.asSlice(PAGE_BYTES, room);
        accessible.fill(FILLER);
        return new GuardedBuffer(all, accessible);
    }

    /** Bytes that end where the forbidden page begins. */
    MemorySegment atEnd(long bytes) {
        return accessible.asSlice(accessible.byteSize() - bytes);
    }

    /** Bytes that begin where the forbidden page ends. */
    MemorySegment atStart(long bytes) {
        return accessible.asSlice(0, bytes);
    }

    /** The operand of one of the two places. */
    MemorySegment at(Edge edge, long bytes) {
        return edge == Edge.END ? atEnd(bytes) : atStart(bytes);
    }

    /** Whether all accessible bytes but those of the operand are as they were at first. */
    boolean untouchedBeside(Edge edge, long bytes) {
        MemorySegment beside =
                edge == Edge.END
                        ? accessible.asSlice(0, accessible.byteSize() - bytes)
                        : accessible.asSlice(bytes);
        for (long at = 0; at < beside.byteSize(); at++) {
            if (beside.get(JAVA_BYTE, at) != FILLER) {
                return false;
            }
        }
        return true;
    }

    /** Makes all bytes what they were at first. */
    void clear() {
        accessible.fill(FILLER);
    }

    /** Where an operand lies. */
    enum Edge {
        START,
        END
    }

    private static void protect(MemorySegment pages) {
        Linker linker = Linker.nativeLinker();
        MethodHandle mprotect =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("mprotect"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        int result;
        try {
            result = (int) mprotect.invokeExact(pages, pages.byteSize(), PROT_NONE);
        } catch (Throwable e) {
            throw Foreign.unexpected(e);
        }
        if (result != 0) {
            throw new IllegalStateException("pages cannot be protected");
        }
    }

    @Override
    public void close() {
        OperatingSystem.current().release(all);
    }
}
