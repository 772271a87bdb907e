package dev.mote.kernel.generated;

import dev.mote.kernel.BlockType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The kernels of an instruction set, each placed in executable memory at its first use. Not
 * thread-safe.
 */
final class KernelTable implements AutoCloseable {
    /** The most tokens of one call of a kernel that reads rows as they lie. */
    static final int DOT_TOKENS_MAX = 4;

    private final OperatingSystem system;
    private final InstructionSet set;
    private final List<ExecutableMemory> memory = new ArrayList<>();
    private final Map<BlockType, @Nullable MachineCode[]> dots = new EnumMap<>(BlockType.class);
    private final Map<BlockType, @Nullable MachineCode[]> streams = new EnumMap<>(BlockType.class);
    private final Map<BlockType, @Nullable MachineCode[]> stripes = new EnumMap<>(BlockType.class);
    private final Map<BlockType, @Nullable MachineCode[]> unpacks = new EnumMap<>(BlockType.class);
    private final Map<BlockType, @Nullable MachineCode[]> gemms = new EnumMap<>(BlockType.class);
    private final @Nullable MachineCode[] floatGemms;
    private final @Nullable MachineCode[] quantisers = new MachineCode[2];

    KernelTable(OperatingSystem system, InstructionSet set) {
        this.system = system;
        this.set = set;
        floatGemms = new MachineCode[set.gemmFloatTokensMax()];
    }

    MachineCode dot(BlockType type, int tokens) {
        return get(ofType(dots, type, DOT_TOKENS_MAX), tokens - 1, () -> set.dot(type, tokens));
    }

    MachineCode dotStreams(BlockType type, int tokens) {
        return get(
                ofType(streams, type, DOT_TOKENS_MAX),
                tokens - 1,
                () -> set.dotStreams(type, tokens));
    }

    MachineCode stripes(BlockType type, int tokens) {
        return get(
                ofType(stripes, type, set.stripeTokensMax(type)),
                tokens - 1,
                () -> set.stripes(type, tokens));
    }

    MachineCode unpack(BlockType type) {
        return get(ofType(unpacks, type, 1), 0, () -> set.unpack(type));
    }

    private static @Nullable MachineCode[] ofType(
            Map<BlockType, @Nullable MachineCode[]> tables, BlockType type, int count) {
        return tables.computeIfAbsent(type, key -> new MachineCode[count]);
    }

    MachineCode gemm(BlockType type, int tokens) {
        return get(
                ofType(gemms, type, set.gemmTokensMax()), tokens - 1, () -> set.gemm(type, tokens));
    }

    MachineCode gemmFloat(int tokens) {
        return get(floatGemms, tokens - 1, () -> set.gemmFloat(tokens));
    }

    MachineCode quantise() {
        return get(quantisers, 0, set::quantise);
    }

    MachineCode quantiseLines() {
        return get(quantisers, 1, set::quantiseLines);
    }

    private MachineCode get(@Nullable MachineCode[] table, int index, Supplier<byte[]> code) {
        MachineCode known = table[index];
        if (known != null) {
            return known;
        }
        MachineCode made = place(code.get());
        table[index] = made;
        return made;
    }

    /** Makes code callable until this table is closed. */
    MachineCode place(byte[] code) {
        byte[] callable = system.callsAsMicrosoft() ? MicrosoftEntry.before(code) : code;
        ExecutableMemory place = ExecutableMemory.place(system, callable);
        memory.add(place);
        return new MachineCode(place.pages());
    }

    @Override
    public void close() {
        memory.forEach(ExecutableMemory::close);
        memory.clear();
    }
}
