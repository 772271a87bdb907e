package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Calls kernels as Microsoft's compilers do, from code that looks at the registers afterwards. */
class MicrosoftEntryTest {
    private static final int COLUMNS = 96;
    private static final int RDI = 8;
    private static final int RSI = 16;
    private static final int VECTORS = 24;
    private static final int REGISTER_BYTES = VECTORS + 10 * 16;

    /** A block: what to pass, the registers before, then the registers after. */
    private static final int AFTER = REGISTER_BYTES;

    @ParameterizedTest
    @MethodSource("dev.mote.kernel.generated.Levels#alone")
    void passesTheArgumentAndGivesRegistersBack(InstructionSet set) {
        OperatingSystem system = OperatingSystem.current();
        byte[] kernel = set.quantise();
        try (Arena arena = Arena.ofConfined();
                ExecutableMemory direct = ExecutableMemory.place(system, kernel);
                ExecutableMemory through =
                        ExecutableMemory.place(system, caller(MicrosoftEntry.before(kernel)))) {
            long recordBytes = set.recordBytes(COLUMNS);
            MemorySegment expected = arena.allocate(recordBytes, 64);
            MemorySegment record = arena.allocate(recordBytes, 64);
            MemorySegment x = arena.allocate(4L * COLUMNS, 64);
            Random random = new Random(1);
            for (int i = 0; i < COLUMNS; i++) {
                x.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
            new MachineCode(direct.pages()).call(parameters(arena, x, expected));

            MemorySegment block = arena.allocate(2 * REGISTER_BYTES, 8);
            for (long at = 8; at < REGISTER_BYTES; at += 8) {
                block.set(ValueLayout.JAVA_LONG, at, random.nextLong());
            }
            block.set(ValueLayout.JAVA_LONG, 0, parameters(arena, x, record));
            new MachineCode(through.pages()).call(block.address());

            assertThat(record.mismatch(expected)).isEqualTo(-1);
            MemorySegment before = block.asSlice(8, REGISTER_BYTES - 8);
            assertThat(block.asSlice(AFTER + 8).mismatch(before)).isEqualTo(-1);
        }
    }

    private static long parameters(Arena arena, MemorySegment x, MemorySegment record) {
        Parameters parameters = new Parameters(arena);
        parameters.set(0, x.address());
        parameters.set(1, COLUMNS);
        parameters.set(2, record.address());
        parameters.set(3, 8);
        return parameters.address();
    }

    /** Code of the System V convention, called with a block, that calls the entry behind it. */
    private static byte[] caller(byte[] entry) {
        Avx2Assembler a = new Avx2Assembler();
        Label target = new Label();
        a.push(Gpr.RBX);
        a.mov(Gpr.RBX, Gpr.RDI);
        a.mov(Gpr.RCX, Mem.at(Gpr.RBX));
        a.mov(Gpr.RDI, Mem.at(Gpr.RBX, RDI));
        a.mov(Gpr.RSI, Mem.at(Gpr.RBX, RSI));
        for (int i = 0; i < 10; i++) {
            a.vmovups(Vec.xmm(6 + i), Mem.at(Gpr.RBX, VECTORS + 16 * i));
        }
        a.call(target);
        a.mov(Mem.at(Gpr.RBX, AFTER + RDI), Gpr.RDI);
        a.mov(Mem.at(Gpr.RBX, AFTER + RSI), Gpr.RSI);
        for (int i = 0; i < 10; i++) {
            a.vmovups(Mem.at(Gpr.RBX, AFTER + VECTORS + 16 * i), Vec.xmm(6 + i));
        }
        a.pop(Gpr.RBX);
        a.ret();
        a.align(64);
        a.bind(target);
        for (byte each : entry) {
            a.code().emit8(each);
        }
        return a.finish();
    }
}
