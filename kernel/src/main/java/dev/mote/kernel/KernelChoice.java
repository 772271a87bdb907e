package dev.mote.kernel;

import dev.mote.kernel.reference.ReferenceKernels;
import dev.mote.kernel.vector.VectorKernels;

/** Picks the backend; see {@link Kernels#open}. */
final class KernelChoice {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private KernelChoice() {}

    /**
     * Opens a backend.
     *
     * @param wanted its name, or empty for the fastest
     */
    static Kernels open(int threads, String wanted) {
        boolean vectorPresent = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
        String remedy =
                "the module %s is missing; start java with --add-modules %s"
                        .formatted(VECTOR_MODULE, VECTOR_MODULE);
        return switch (wanted) {
            case "" ->
                    vectorPresent
                            ? vector(threads)
                            : new ReferenceKernels("MUCH SLOWER than necessary: " + remedy);
            case "reference" ->
                    new ReferenceKernels("chosen by %s".formatted(Kernels.CHOICE_VARIABLE));
            case "vector" -> {
                if (!vectorPresent) {
                    throw new IllegalStateException(
                            "%s=vector: %s".formatted(Kernels.CHOICE_VARIABLE, remedy));
                }
                yield vector(threads);
            }
            default ->
                    throw new IllegalArgumentException(
                            "%s=\"%s\" names no backend; use reference or vector"
                                    .formatted(Kernels.CHOICE_VARIABLE, wanted));
        };
    }

    private static Kernels vector(int threads) {
        return new VectorKernels(threads > 0 ? threads : ProcessorCores.physical());
    }
}
