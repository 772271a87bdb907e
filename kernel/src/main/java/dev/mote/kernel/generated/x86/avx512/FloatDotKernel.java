package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

import java.util.function.IntConsumer;

/**
 * Products of one to four tokens with rows of F32, F16 or BF16 in F32 arithmetic: four times 16
 * columns at a time, then 16 and the rest by masks. With several streams, 64 columns of a row of
 * each are taken in turn.
 */
final class FloatDotKernel {
    /** Streams times tokens: there are registers for the sums of so many rows. */
    static final int ROWS_MAX = 4;

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
    private static final Mem STREAM_BYTES = Frame.local(1);
    private static final Mem STREAMS_BACK = Frame.local(2);
    private static final Mem OUTPUT_STREAM = Frame.local(3);
    private static final Mask TAIL = Mask.K1;
    private static final int UNROLL = 4;
    private static final int WEIGHT = 16;

    private final Avx512Assembler a = new Avx512Assembler();
    private final BlockType type;
    private final int tokens;
    private final int streams;

    private FloatDotKernel(BlockType type, int tokens, int streams) {
        this.type = type;
        this.tokens = tokens;
        this.streams = streams;
    }

    static byte[] emit(BlockType type, int tokens, int streams) {
        return new FloatDotKernel(type, tokens, streams).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, ROW, 0);
        Frame.parameter(a, ROW_BYTES, 1);
        Frame.parameter(a, ROWS, 2);
        Frame.parameter(a, INPUT, 3);
        a.mov(INPUT_START, INPUT);
        Frame.parameter(a, INPUT_STRIDE, 4);
        Frame.parameter(a, COLUMNS, 5);
        Frame.parameter(a, OUTPUT, 6);
        Frame.parameter(a, OUTPUT_STRIDE, 7);
        a.lea(INPUT_STRIDE_3, Mem.at(INPUT_STRIDE, INPUT_STRIDE, 2, 0));
        if (streams > 1) {
            Frame.parameter(a, Gpr.RAX, 8);
            a.mov(STREAM_BYTES, Gpr.RAX);
            a.imul(Gpr.RAX, Gpr.RAX, 1 - streams);
            a.mov(STREAMS_BACK, Gpr.RAX);
            Frame.parameter(a, Gpr.RAX, 9);
            a.mov(OUTPUT_STREAM, Gpr.RAX);
        }
        a.mov(Gpr.RDX, COLUMNS);
        a.and(Gpr.RDX, 15);
        a.mov(Gpr.RAX, 0xFFFFL);
        a.bzhi(Gpr.RAX, Gpr.RAX, Gpr.RDX);
        a.kmovw(TAIL, Gpr.RAX);

        Label rowTop = new Label();
        a.bind(rowTop);
        a.mov(SOURCE, ROW);
        a.mov(INPUT, INPUT_START);
        for (int i = 0; i < UNROLL * tokens * streams; i++) {
            a.vpxord(zmm(i), zmm(i), zmm(i));
        }
        a.mov(COUNT, COLUMNS);
        a.shr(COUNT, 6);
        whileAny(() -> {
            inTurn(stream -> {
                for (int i = 0; i < UNROLL; i++) {
                    columns(stream, i, i, false);
                }
            });
            a.add(SOURCE, UNROLL * 16 * bytes());
            a.add(INPUT, UNROLL * 64);
        });
        a.mov(COUNT, COLUMNS);
        a.shr(COUNT, 4);
        a.and(COUNT, UNROLL - 1);
        whileAny(() -> {
            inTurn(stream -> columns(stream, 0, 0, false));
            a.add(SOURCE, 16 * bytes());
            a.add(INPUT, 64);
        });
        inTurn(stream -> columns(stream, 0, 1, true));
        store();
        a.add(ROW, ROW_BYTES);
        a.sub(ROWS, 1);
        a.jcc(Condition.NOT_EQUAL, rowTop);
        Frame.leave(a);
        return a.finish();
    }

    private void inTurn(IntConsumer ofStream) {
        for (int stream = 0; stream < streams; stream++) {
            if (stream > 0) {
                a.add(SOURCE, STREAM_BYTES);
            }
            ofStream.accept(stream);
        }
        if (streams > 1) {
            a.add(SOURCE, STREAMS_BACK);
        }
    }

    private int bytes() {
        return type.blockBytes();
    }

    private void whileAny(Runnable body) {
        Label none = new Label();
        a.test(COUNT, COUNT);
        a.jcc(Condition.EQUAL, none);
        Frame.repeat(a, COUNT, body);
        a.bind(none);
    }

    /** Adds the products of 16 columns, {@code step} times 16 further on, to one of four sums. */
    private void columns(int stream, int step, int sum, boolean tail) {
        Vec weight = zmm(WEIGHT + step);
        FloatWeights.load(
                a, type, weight, Mem.at(SOURCE, step * 16 * bytes()), tail ? TAIL : Mask.K0);
        for (int token = 0; token < tokens; token++) {
            Vec target = zmm(first(stream, token) + sum);
            if (tail) {
                a.k(TAIL);
            }
            a.vfmadd231ps(target, weight, input(token, step * 64));
        }
    }

    private static Mem input(int token, int offset) {
        return switch (token) {
            case 0 -> Mem.at(INPUT, offset);
            case 1 -> Mem.at(INPUT, INPUT_STRIDE, 1, offset);
            case 2 -> Mem.at(INPUT, INPUT_STRIDE, 2, offset);
            default -> Mem.at(INPUT, INPUT_STRIDE_3, 1, offset);
        };
    }

    /** The first of the sums of a stream's row with a token. */
    private int first(int stream, int token) {
        return (stream * tokens + token) * UNROLL;
    }

    private void store() {
        for (int stream = 0; stream < streams; stream++) {
            if (stream == 0) {
                a.mov(Gpr.RAX, OUTPUT);
            } else {
                a.add(Gpr.RAX, OUTPUT_STREAM);
            }
            for (int token = 0; token < tokens; token++) {
                int first = first(stream, token);
                a.vaddps(zmm(first), zmm(first), zmm(first + 1));
                a.vaddps(zmm(first + 2), zmm(first + 2), zmm(first + 3));
                a.vaddps(zmm(first), zmm(first), zmm(first + 2));
                Frame.sumLanes(a, zmm(first), zmm(WEIGHT));
                a.vmovd(Mem.at(Gpr.RAX), zmm(first));
                if (token + 1 < tokens) {
                    a.add(Gpr.RAX, OUTPUT_STRIDE);
                }
            }
            for (int token = 1; stream + 1 < streams && token < tokens; token++) {
                a.sub(Gpr.RAX, OUTPUT_STRIDE);
            }
        }
        a.add(OUTPUT, 4);
    }
}
