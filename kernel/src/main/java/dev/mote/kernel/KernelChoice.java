package dev.mote.kernel;

import dev.mote.kernel.generated.Aarch64Features;
import dev.mote.kernel.generated.ExecutableMemoryException;
import dev.mote.kernel.generated.GeneratedKernels;
import dev.mote.kernel.generated.InstructionSet;
import dev.mote.kernel.generated.X86Features;
import dev.mote.kernel.generated.aarch64.Aarch64Kernels;
import dev.mote.kernel.generated.x86.avx512.Avx512Kernels;
import dev.mote.kernel.reference.ReferenceKernels;
import dev.mote.kernel.vector.VectorKernels;

import org.jspecify.annotations.Nullable;

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
        int count = threads > 0 ? threads : ProcessorCores.physical();
        return switch (wanted) {
            case "" ->
                    vectorPresent
                            ? generatedOrVector(count)
                            : new ReferenceKernels("MUCH SLOWER than necessary: " + remedy);
            case "reference" ->
                    new ReferenceKernels("chosen by %s".formatted(Kernels.CHOICE_VARIABLE));
            case "vector", "generated" -> {
                if (!vectorPresent) {
                    throw new IllegalStateException(
                            "%s=%s: %s".formatted(Kernels.CHOICE_VARIABLE, wanted, remedy));
                }
                yield wanted.equals("vector") ? new VectorKernels(count) : generated(count);
            }
            default ->
                    throw new IllegalArgumentException(
                            "%s=\"%s\" names no backend; use reference, vector or generated"
                                    .formatted(Kernels.CHOICE_VARIABLE, wanted));
        };
    }

    private static Kernels generatedOrVector(int threads) {
        try {
            InstructionSet set = instructionSet();
            return set == null ? new VectorKernels(threads) : new GeneratedKernels(set, threads);
        } catch (ExecutableMemoryException e) {
            return new VectorKernels(threads);
        }
    }

    private static Kernels generated(int threads) {
        InstructionSet set = instructionSet();
        if (set == null) {
            throw new IllegalStateException(
                    "%s=generated: there are no kernels for this processor"
                            .formatted(Kernels.CHOICE_VARIABLE));
        }
        return new GeneratedKernels(set, threads);
    }

    /** The best instruction set that there are kernels for. */
    private static @Nullable InstructionSet instructionSet() {
        return switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> X86Features.probe().avx512() ? new Avx512Kernels() : null;
            case "aarch64" -> forAarch64(Aarch64Features.probe());
            default -> null;
        };
    }

    private static @Nullable InstructionSet forAarch64(Aarch64Features features) {
        if (features.matrixProducts()) {
            return Aarch64Kernels.matrixProducts();
        }
        return features.dotProducts() ? Aarch64Kernels.dotProducts() : null;
    }
}
