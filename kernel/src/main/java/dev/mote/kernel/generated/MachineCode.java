package dev.mote.kernel.generated;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A kernel that can be called. Thread-safe as long as the memory it is given is. */
final class MachineCode {
    // Critical: no change of thread state around the call, which lasts milliseconds at most.
    private static final MethodHandle CALL =
            Linker.nativeLinker()
                    .downcallHandle(
                            FunctionDescriptor.ofVoid(JAVA_LONG), Linker.Option.critical(false));

    private final MemorySegment entry;

    /** Code that lies at {@code entry}. */
    MachineCode(MemorySegment entry) {
        this.entry = entry;
    }

    /** Code that an operation under way has. */
    static MachineCode present(@Nullable MachineCode code) {
        if (code == null) {
            throw new IllegalStateException("no operation is under way");
        }
        return code;
    }

    /** Runs the kernel on the parameters at this address. */
    void call(long parameters) {
        try {
            CALL.invokeExact(entry, parameters);
        } catch (Throwable e) { // rethrown: it declares everything
            throw Foreign.unexpected(e);
        }
    }
}
