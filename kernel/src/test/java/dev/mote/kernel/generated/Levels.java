package dev.mote.kernel.generated;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.generated.aarch64.Aarch64Kernels;
import dev.mote.kernel.generated.x86.avx2.Avx2Kernels;
import dev.mote.kernel.generated.x86.avx2.EvexDotProducts;
import dev.mote.kernel.generated.x86.avx512.Avx512Kernels;
import dev.mote.testing.Conformance;

import org.junit.jupiter.params.provider.Arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The instruction sets that tests can run here; those that cannot be run are recorded. */
final class Levels {
    private static final String SUITE = "x86-64 kernels for ";

    private Levels() {}

    /** All that run here. */
    static List<InstructionSet> runnable() {
        List<InstructionSet> sets = new ArrayList<>();
        String architecture = System.getProperty("os.arch", "");
        if (architecture.equals("aarch64")) {
            addAarch64(sets);
        } else if (isX86(architecture)) {
            X86Features features = X86Features.probe(OperatingSystem.current());
            offer(sets, features.avx512(), new Avx512Kernels());
            offer(sets, features.avx2(), Avx2Kernels.withoutDotProducts());
            if (features.avxVnni()) {
                sets.add(Avx2Kernels.withDotProducts());
            } else {
                Conformance.skipped(
                        SUITE + "avx-vnni",
                        "this processor lacks it; with AVX-512 VNNI they run with that encoding of"
                                + " their one instruction");
                if (features.avx512()) {
                    sets.add(EvexDotProducts.kernels());
                }
            }
        }
        return sets;
    }

    private static void addAarch64(List<InstructionSet> sets) {
        Aarch64Features features = Aarch64Features.probe(OperatingSystem.current());
        if (features.dotProducts()) {
            sets.add(Aarch64Kernels.dotProducts());
        }
        if (features.matrixProducts()) {
            sets.add(Aarch64Kernels.matrixProducts());
        }
    }

    private static boolean isX86(String architecture) {
        boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
        if (!x86) {
            Conformance.skipped(SUITE + "any level", "this is a machine of " + architecture);
        }
        return x86;
    }

    private static void offer(List<InstructionSet> sets, boolean present, InstructionSet set) {
        if (present) {
            sets.add(set);
        } else {
            Conformance.skipped(SUITE + set.name(), "this processor lacks them");
        }
    }

    /** An instruction set and a block type: each has kernels for all. */
    static Stream<Arguments> withTypes() {
        return runnable().stream()
                .flatMap(set ->
                        Stream.of(BlockType.values())
                                .map(type ->
                                        Arguments.argumentSet(set.name() + " " + type, set, type)));
    }

    /** Instruction sets alone. */
    static Stream<Arguments> alone() {
        return runnable().stream().map(set -> Arguments.argumentSet(set.name(), set));
    }
}
