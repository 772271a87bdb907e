package dev.mote.kernel.generated;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** A kernel that is made when it is first needed. Not thread-safe. */
final class LazyKernel {
    private final KernelTable table;
    private final Supplier<byte[]> emitter;
    private @Nullable MachineCode code;

    LazyKernel(KernelTable table, Supplier<byte[]> emitter) {
        this.table = table;
        this.emitter = emitter;
    }

    MachineCode get() {
        MachineCode known = code;
        if (known == null) {
            known = table.place(emitter.get());
            code = known;
        }
        return known;
    }
}
