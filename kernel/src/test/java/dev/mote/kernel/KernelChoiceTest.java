package dev.mote.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.kernel.generated.ExecutableMemoryException;
import dev.mote.kernel.generated.InstructionSet;
import dev.mote.kernel.generated.OperatingSystem;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

class KernelChoiceTest {
    private static final OperatingSystem SYSTEM = OperatingSystem.current();

    /** Gives memory but does not let it be executed, as hardened systems do. */
    private static final OperatingSystem HARDENED =
            new OperatingSystem() {
                @Override
                public long pageBytes() {
                    return 4096;
                }

                @Override
                public MemorySegment reserve(long bytes) {
                    return Arena.ofAuto().allocate(bytes, 4096);
                }

                @Override
                public void makeExecutable(MemorySegment pages) {
                    throw new ExecutableMemoryException("no execution here");
                }

                @Override
                public void release(MemorySegment pages) {}

                @Override
                public long auxiliaryValue(long type) {
                    return SYSTEM.auxiliaryValue(type);
                }
            };

    @Test
    void opensEachBackendByName() {
        for (String name : List.of("reference", "vector")) {
            try (Kernels kernels = Kernels.open(1, name)) {
                assertThat(kernels.name()).isEqualTo(name);
            }
        }
    }

    @Test
    void opensMachineCodeByItsNameOrItsInstructionSet() {
        for (InstructionSet set : KernelChoice.instructionSets(SYSTEM)) {
            try (Kernels kernels = Kernels.open(1, set.name())) {
                assertThat(kernels.description()).contains("machine code for " + set.name());
            }
        }
        if (!KernelChoice.instructionSets(SYSTEM).isEmpty()) {
            try (Kernels kernels = Kernels.open(1, "generated");
                    Kernels fastest = Kernels.open(1, "")) {
                assertThat(kernels.description()).isEqualTo(fastest.description());
            }
        }
    }

    @Test
    void namesAllBackendsWhereThereIsNoSuch() {
        assertThatThrownBy(() -> Kernels.open(1, "nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"nonsense\" names no backend")
                .hasMessageContaining("reference, vector, generated")
                .hasMessageContaining("avx512-vnni, avx-vnni, avx2");
    }

    @Test
    void fallsBackToVectorsWhereExecutableMemoryIsRefused() {
        try (Kernels kernels = KernelChoice.open(1, "", () -> HARDENED)) {
            assertThat(kernels.name()).isEqualTo("vector");
            if (!KernelChoice.instructionSets(SYSTEM).isEmpty()) {
                assertThat(kernels.description())
                        .startsWith("vector: ")
                        .endsWith("(the system refuses executable memory)");
            }
        }
    }

    @Test
    void doesNotFallBackFromMachineCodeThatWasAskedFor() {
        if (KernelChoice.instructionSets(SYSTEM).isEmpty()) {
            return; // there is nothing to ask for
        }
        assertThatThrownBy(() -> KernelChoice.open(1, "generated", () -> HARDENED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("MOTE_KERNELS=generated: no execution here");
    }
}
