package dev.mote.kernel.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The 8-byte parameters of one thread's kernel calls. */
final class Parameters {
    private static final int SLOTS = 16;

    private final MemorySegment slots;

    Parameters(Arena arena) {
        slots = arena.allocate(SLOTS * 8L, 64);
    }

    void set(int slot, long value) {
        slots.set(ValueLayout.JAVA_LONG, slot * 8L, value);
    }

    long get(int slot) {
        return slots.get(ValueLayout.JAVA_LONG, slot * 8L);
    }

    long address() {
        return slots.address();
    }
}
