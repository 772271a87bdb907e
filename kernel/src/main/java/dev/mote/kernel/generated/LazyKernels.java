package dev.mote.kernel.generated;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** Kernels of one kind, one for each value of an enumeration, made when first needed. */
final class LazyKernels<E extends Enum<E>> {
    private final KernelTable table;
    private final Function<E, byte[]> emitter;
    private final Map<E, MachineCode> made;

    LazyKernels(Class<E> keys, KernelTable table, Function<E, byte[]> emitter) {
        this.table = table;
        this.emitter = emitter;
        made = new EnumMap<>(keys);
    }

    MachineCode get(E key) {
        MachineCode known = made.get(key);
        if (known == null) {
            known = table.place(emitter.apply(key));
            made.put(key, known);
        }
        return known;
    }
}
