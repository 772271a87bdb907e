package dev.mote.kernel;

import dev.mote.kernel.generated.Aarch64Features;
import dev.mote.kernel.generated.ExecutableMemoryException;
import dev.mote.kernel.generated.GeneratedKernels;
import dev.mote.kernel.generated.InstructionSet;
import dev.mote.kernel.generated.OperatingSystem;
import dev.mote.kernel.generated.X86Features;
import dev.mote.kernel.generated.aarch64.Aarch64Kernels;
import dev.mote.kernel.generated.x86.avx2.Avx2Kernels;
import dev.mote.kernel.generated.x86.avx512.Avx512Kernels;
import dev.mote.kernel.reference.ReferenceKernels;
import dev.mote.kernel.vector.VectorKernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Picks the backend; see {@link Kernels#open}. */
final class KernelChoice {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** Names of all instruction sets, whether this processor has them or not. */
    private static final List<String> LEVELS =
            List.of("avx512-vnni", "avx-vnni", "avx2", "neon-i8mm", "neon-dotprod");

    private KernelChoice() {}

    /**
     * Opens a backend.
     *
     * @param wanted its name, or empty for the fastest
     * @param system what gives memory for machine code; asked for only where that is wanted
     */
    static Kernels open(int threads, String wanted, Supplier<OperatingSystem> system) {
        boolean vectorPresent = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
        String remedy =
                "the module %s is missing; start java with --add-modules %s"
                        .formatted(VECTOR_MODULE, VECTOR_MODULE);
        int count = threads > 0 ? threads : ProcessorCores.physical();
        if (wanted.equals("reference")) {
            return new ReferenceKernels("chosen by %s".formatted(Kernels.CHOICE_VARIABLE));
        }
        boolean machineCode = wanted.equals("generated") || LEVELS.contains(wanted);
        if (!machineCode && !wanted.equals("vector") && !wanted.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s=\"%s\" names no backend; use reference, vector, generated or one of %s"
                            .formatted(Kernels.CHOICE_VARIABLE, wanted, String.join(", ", LEVELS)));
        }
        if (machineCode) {
            return generated(count, wanted, system.get());
        }
        if (wanted.equals("vector")) {
            if (!vectorPresent) {
                throw refusal(wanted, remedy);
            }
            return new VectorKernels(count);
        }
        return fastest(
                count,
                system.get(),
                why ->
                        vectorPresent
                                ? new VectorKernels(count, why)
                                : new ReferenceKernels("MUCH SLOWER than necessary: " + remedy));
    }

    private static IllegalStateException refusal(String wanted, String reason) {
        return new IllegalStateException(
                "%s=%s: %s".formatted(Kernels.CHOICE_VARIABLE, wanted, reason));
    }

    private static Kernels fastest(
            int threads, OperatingSystem system, Function<String, Kernels> otherwise) {
        try {
            List<InstructionSet> sets = instructionSets(system);
            return sets.isEmpty()
                    ? otherwise.apply("there is no machine code for this processor")
                    : new GeneratedKernels(system, sets.getFirst(), threads);
        } catch (ExecutableMemoryException e) {
            return otherwise.apply("the system refuses executable memory");
        }
    }

    private static Kernels generated(int threads, String wanted, OperatingSystem system) {
        try {
            List<InstructionSet> sets = instructionSets(system);
            for (InstructionSet set : sets) {
                if (wanted.equals("generated") || wanted.equals(set.name())) {
                    return new GeneratedKernels(system, set, threads);
                }
            }
            String names = String.join(", ", sets.stream().map(InstructionSet::name).toList());
            throw refusal(
                    wanted,
                    "this processor cannot run it; it can run "
                            + (names.isEmpty() ? "none of the machine code" : names));
        } catch (ExecutableMemoryException e) {
            throw refusal(wanted, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The instruction sets that this processor has and there are kernels for, the fastest first.
     *
     * @throws ExecutableMemoryException if the system refuses executable memory
     */
    static List<InstructionSet> instructionSets(OperatingSystem system) {
        return switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> forX86(X86Features.probe(system));
            case "aarch64" -> forAarch64(Aarch64Features.probe(system));
            default -> List.of();
        };
    }

    private static List<InstructionSet> forX86(X86Features features) {
        List<InstructionSet> sets = new ArrayList<>();
        if (features.avx512()) {
            sets.add(new Avx512Kernels());
        }
        if (features.avxVnni()) {
            sets.add(Avx2Kernels.withDotProducts());
        }
        if (features.avx2()) {
            sets.add(Avx2Kernels.withoutDotProducts());
        }
        return sets;
    }

    private static List<InstructionSet> forAarch64(Aarch64Features features) {
        List<InstructionSet> sets = new ArrayList<>();
        if (features.matrixProducts()) {
            sets.add(Aarch64Kernels.matrixProducts());
        }
        if (features.dotProducts()) {
            sets.add(Aarch64Kernels.dotProducts());
        }
        return sets;
    }
}
