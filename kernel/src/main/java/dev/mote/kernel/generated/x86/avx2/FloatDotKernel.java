package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Products of one to four tokens with rows of F32, F16 or BF16 in F32 arithmetic: 32 columns at a
 * time into two or three sums, then 8, then one by one.
 */
final class FloatDotKernel {
    private static final Gpr ROW = Gpr.R8;
    private static final Gpr ROW_BYTES = Gpr.R9;
    private static final Gpr COUNT = Gpr.R10;
    private static final Gpr ROWS = Gpr.R11;
    private static final Gpr OUTPUT = Gpr.R12;
    private static final Gpr INPUT_STRIDE = Gpr.R13;
    private static final Gpr INPUT_STRIDE_3 = Gpr.R14;
    private static final Gpr OUTPUT_STRIDE = Gpr.R15;
    private static final Gpr SOURCE = Gpr.RSI;
    private static final Gpr INPUT = Gpr.RCX;
    private static final Gpr COLUMNS = Gpr.RBX;
    private static final Mem INPUT_START = Frame.local(0);
    private static final int UNROLL = 4;
    private static final int SUMS = 3;
    private static final Vec TEMP = ymm(12);
    private static final int WEIGHT = 12;
    private static final int PREFETCH_BYTES = 1024;

    private final Avx2Assembler a;
    private final BlockType type;
    private final int tokens;

    private FloatDotKernel(Avx2Assembler a, BlockType type, int tokens) {
        this.a = a;
        this.type = type;
        this.tokens = tokens;
    }

    static byte[] emit(Avx2Assembler a, BlockType type, int tokens) {
        return new FloatDotKernel(a, type, tokens).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameters(
                a, ROW, ROW_BYTES, ROWS, INPUT, INPUT_STRIDE, COLUMNS, OUTPUT, OUTPUT_STRIDE);
        a.mov(INPUT_START, INPUT);
        a.lea(INPUT_STRIDE_3, Mem.at(INPUT_STRIDE, INPUT_STRIDE, 2, 0));
        Label rowTop = new Label();
        a.bind(rowTop);
        a.mov(SOURCE, ROW);
        a.mov(INPUT, INPUT_START);
        for (int i = 0; i < SUMS * tokens; i++) {
            a.vpxor(ymm(i), ymm(i), ymm(i));
        }
        a.mov(COUNT, COLUMNS);
        a.shr(COUNT, 5);
        Frame.repeatIfAny(a, COUNT, () -> columns(UNROLL));
        a.mov(COUNT, COLUMNS);
        a.shr(COUNT, 3);
        a.and(COUNT, UNROLL - 1);
        Frame.repeatIfAny(a, COUNT, () -> columns(1));
        for (int token = 0; token < tokens; token++) {
            Vec first = sum(token, 0);
            a.vaddps(first, first, sum(token, 1));
            a.vaddps(first, first, sum(token, 2));
            Frame.sumLanes(a, first, TEMP);
        }
        a.mov(COUNT, COLUMNS);
        a.and(COUNT, 7);
        Frame.repeatIfAny(a, COUNT, this::column);
        a.mov(Gpr.RAX, OUTPUT);
        for (int token = 0; token < tokens; token++) {
            a.vmovd(Mem.at(Gpr.RAX), sum(token, 0));
            a.add(Gpr.RAX, OUTPUT_STRIDE);
        }
        a.add(OUTPUT, 4);
        a.add(ROW, ROW_BYTES);
        a.sub(ROWS, 1);
        a.jcc(Condition.NOT_EQUAL, rowTop);
        Frame.leave(a);
        return a.finish();
    }

    private static Vec sum(int token, int index) {
        return ymm(token * SUMS + index);
    }

    /** {@code steps} times eight columns. */
    private void columns(int steps) {
        int bytes = type.blockBytes();
        if (steps > 1) {
            for (int line = 0; line < steps * 8 * bytes; line += 64) {
                a.prefetcht0(Mem.at(SOURCE, PREFETCH_BYTES + line));
            }
        }
        for (int step = 0; step < steps; step++) {
            Vec weight = ymm(WEIGHT + step);
            FloatWeights.load(a, type, weight, Mem.at(SOURCE, step * 8 * bytes));
            for (int token = 0; token < tokens; token++) {
                a.vfmadd231ps(sum(token, step % SUMS), weight, input(token, 32 * step));
            }
        }
        a.add(SOURCE, steps * 8 * bytes);
        a.add(INPUT, steps * 32);
    }

    private void column() {
        FloatWeights.loadOne(a, type, TEMP, Mem.at(SOURCE), Gpr.RAX);
        for (int token = 0; token < tokens; token++) {
            a.vfmadd231ss(sum(token, 0).x(), TEMP.x(), input(token, 0));
        }
        a.add(SOURCE, type.blockBytes());
        a.add(INPUT, 4);
    }

    private static Mem input(int token, int offset) {
        return switch (token) {
            case 0 -> Mem.at(INPUT, offset);
            case 1 -> Mem.at(INPUT, INPUT_STRIDE, 1, offset);
            case 2 -> Mem.at(INPUT, INPUT_STRIDE, 2, offset);
            default -> Mem.at(INPUT, INPUT_STRIDE_3, 1, offset);
        };
    }
}
