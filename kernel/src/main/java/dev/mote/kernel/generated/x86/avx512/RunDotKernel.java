package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mask;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Products of one to four tokens with rows of {@link NibbleBlocks}, 16 blocks at a time, one in
 * each lane.
 *
 * <p>The products of a block are added up as integers, scaled, and added to one of 16 running sums,
 * which are added at the end of a row as {@link Frame#sumLanes} does. {@link StripeKernel} does the
 * same in the same order, so both give the same result bit for bit.
 */
final class RunDotKernel {
    private static final Gpr ROW = Gpr.R8;
    private static final Gpr ROW_BYTES = Gpr.R9;
    private static final Gpr COUNT = Gpr.R10;
    private static final Gpr ROWS = Gpr.R11;
    private static final Gpr OUTPUT = Gpr.R12;
    private static final Gpr RECORD_BYTES = Gpr.R13;
    private static final Gpr RECORD_BYTES_3 = Gpr.R14;
    private static final Gpr OUTPUT_STRIDE = Gpr.R15;
    private static final Gpr SOURCE = Gpr.RSI;

    // Places in the first token's record.
    private static final Gpr VALUES = Gpr.RCX;
    private static final Gpr CORRECTIONS = Gpr.RBX;
    private static final Gpr SCALES = Gpr.RDX;

    private static final Mem VALUES_START = Frame.local(0);
    private static final Mem CORRECTIONS_START = Frame.local(1);
    private static final Mem SCALES_START = Frame.local(2);
    private static final Mem WHOLE_GROUPS = Frame.local(3);
    private static final Mem REST_BYTES = Frame.local(4);

    /** Which bytes of the lines of the last group, if it is not whole, belong to the row. */
    private static final int REST_MASKS = 5;

    private static final int GROUP_BYTES = 16 * NibbleBlocks.BYTES;
    private static final int LINES = (GROUP_BYTES + 63) / 64;

    /** A copy of the last group, zeros behind it. */
    private static final int REST = Frame.LOCALS_BYTES;

    private static final Vec WEIGHT_SCALES = zmm(4);
    private static final Vec DOT = zmm(5);
    private static final Vec MORE_DOT = zmm(6);
    private static final Vec FACTORS = zmm(7);
    private static final int PACKED = 8;
    private static final int LOW = 12;
    private static final int HIGH = 16;
    private static final Vec T0 = zmm(8);
    private static final Vec T1 = zmm(9);
    private static final Vec QUAD_INDEX = zmm(20);
    private static final Vec SCALE_INDEX = zmm(21);
    private static final Vec LANE_BLOCKS = zmm(22);
    private static final int RUN_BYTES = 8 * NibbleBlocks.BYTES;

    /** How far ahead memory is asked for, line by line between other work. */
    private static final int PREFETCH_BYTES = 3072;

    private final Avx512Assembler a = new Avx512Assembler();
    private final NibbleBlocks blocks;
    private final int tokens;

    private RunDotKernel(NibbleBlocks blocks, int tokens) {
        this.blocks = blocks;
        this.tokens = tokens;
    }

    static byte[] emit(NibbleBlocks blocks, int tokens) {
        return new RunDotKernel(blocks, tokens).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        loadParameters();
        loadConstants();
        Label rowTop = new Label();
        Label done = new Label();
        a.bind(rowTop);
        a.mov(SOURCE, ROW);
        a.mov(VALUES, VALUES_START);
        a.mov(CORRECTIONS, CORRECTIONS_START);
        a.mov(SCALES, SCALES_START);
        for (int token = 0; token < tokens; token++) {
            a.vpxord(zmm(token), zmm(token), zmm(token));
        }
        Label noWhole = new Label();
        a.mov(COUNT, WHOLE_GROUPS);
        a.test(COUNT, COUNT);
        a.jcc(Condition.EQUAL, noWhole);
        Frame.repeat(a, COUNT, this::group);
        a.bind(noWhole);
        a.mov(COUNT, REST_BYTES);
        a.test(COUNT, COUNT);
        a.jcc(Condition.EQUAL, done);
        copyRest();
        group();
        a.bind(done);
        store();
        a.add(ROW, ROW_BYTES);
        a.sub(ROWS, 1);
        a.jcc(Condition.NOT_EQUAL, rowTop);
        Frame.leave(a);
        return a.finish();
    }

    private void loadParameters() {
        Frame.parameter(a, ROW, 0);
        Frame.parameter(a, ROW_BYTES, 1);
        Frame.parameter(a, ROWS, 2);
        Frame.parameter(a, VALUES, 3);
        Frame.parameter(a, RECORD_BYTES, 4);
        Frame.parameter(a, COUNT, 5);
        Frame.parameter(a, OUTPUT, 6);
        Frame.parameter(a, OUTPUT_STRIDE, 7);
        a.lea(RECORD_BYTES_3, Mem.at(RECORD_BYTES, RECORD_BYTES, 2, 0));
        a.mov(VALUES_START, VALUES);
        a.lea(Gpr.RAX, Mem.at(COUNT, 511));
        a.and(Gpr.RAX, -512);
        a.lea(SCALES, Mem.at(VALUES, Gpr.RAX, 1, 0));
        a.mov(CORRECTIONS_START, SCALES);
        a.add(SCALES, Gpr.RAX);
        a.mov(SCALES_START, SCALES);
        a.mov(Gpr.RAX, COUNT);
        a.shr(Gpr.RAX, 9);
        a.mov(WHOLE_GROUPS, Gpr.RAX);
        a.and(COUNT, 511);
        a.shr(COUNT, 5);
        a.imul(COUNT, COUNT, NibbleBlocks.BYTES);
        a.mov(REST_BYTES, COUNT);
        for (int line = 0; line < LINES; line++) {
            Label whole = new Label();
            Label some = new Label();
            a.mov(Gpr.RAX, -1L);
            a.cmp(COUNT, 64);
            a.jcc(Condition.GREATER_OR_EQUAL, whole);
            a.mov(Gpr.RDX, 0L);
            a.cmp(COUNT, 0);
            a.jcc(Condition.LESS_OR_EQUAL, some);
            a.mov(Gpr.RDX, COUNT);
            a.bind(some);
            a.bzhi(Gpr.RAX, Gpr.RAX, Gpr.RDX);
            a.bind(whole);
            a.mov(Frame.local(REST_MASKS + line), Gpr.RAX);
            a.sub(COUNT, 64);
        }
    }

    private void loadConstants() {
        blocks.loadConstants(a);
        a.vmovdqu32(QUAD_INDEX, Mem.at(a.code().constant(blocks.quads())));
        a.vmovdqu32(SCALE_INDEX, Mem.at(a.code().constant(blocks.runScales())));
        int[] lanes = new int[16];
        for (int lane = 0; lane < 16; lane++) {
            lanes[lane] = NibbleBlocks.blockOf(lane);
        }
        a.vmovdqu32(LANE_BLOCKS, Mem.at(a.code().constant(lanes)));
    }

    /** Copies what is left of the row, so that a whole group can be read. */
    private void copyRest() {
        for (int line = 0; line < LINES; line++) {
            a.kmovq(Mask.K1, Frame.local(REST_MASKS + line));
            a.kz(Mask.K1).vmovdqu8(T0, Mem.at(SOURCE, 64 * line));
            a.vmovdqu32(Mem.at(Gpr.RSP, REST + 64 * line), T0);
        }
        a.lea(SOURCE, Mem.at(Gpr.RSP, REST));
    }

    /** 16 blocks. */
    private void group() {
        scales();
        for (int quad = 0; quad < 4; quad++) {
            int ahead = quad * GROUP_BYTES / 4;
            a.prefetcht0(Mem.at(SOURCE, PREFETCH_BYTES + ahead));
            Vec packed = zmm(PACKED + quad);
            int first = quad * 4 * NibbleBlocks.BYTES;
            a.vpermw(packed, QUAD_INDEX, Mem.at(SOURCE, first));
            int last = first + 3 * NibbleBlocks.BYTES + NibbleBlocks.SCALE_BYTES;
            a.vinserti32x4(packed, packed, Mem.at(SOURCE, last), 3);
        }
        a.prefetcht0(Mem.at(SOURCE, PREFETCH_BYTES + GROUP_BYTES - 8));
        NibbleBlocks.transposeInLanes(a, PACKED, HIGH, LOW);
        for (int quad = 0; quad < 4; quad++) {
            blocks.split(a, zmm(LOW + quad), zmm(HIGH + quad));
        }
        for (int token = 0; token < tokens; token++) {
            a.vmovdqu32(DOT, record(CORRECTIONS, token, 0));
            a.vpxord(MORE_DOT, MORE_DOT, MORE_DOT);
            for (int quad = 0; quad < 4; quad++) {
                a.vpdpbusd(DOT, zmm(LOW + quad), record(VALUES, token, 128 * quad));
                a.vpdpbusd(MORE_DOT, zmm(HIGH + quad), record(VALUES, token, 128 * quad + 64));
            }
            a.vpaddd(DOT, DOT, MORE_DOT);
            a.vcvtdq2ps(DOT, DOT);
            a.vmulps(FACTORS, WEIGHT_SCALES, record(SCALES, token, 0));
            a.vfmadd231ps(zmm(token), DOT, FACTORS);
        }
        a.add(SOURCE, GROUP_BYTES);
        a.add(VALUES, 512);
        a.add(CORRECTIONS, 64);
        a.add(SCALES, 64);
    }

    private void scales() {
        a.vmovdqu64(T0, SCALE_INDEX);
        a.vmovdqu16(DOT, Mem.at(SOURCE));
        a.vpermi2w(T0, DOT, Mem.at(SOURCE, 2 * NibbleBlocks.SECOND_LOAD));
        a.vmovdqu64(T1, SCALE_INDEX);
        a.vmovdqu16(DOT, Mem.at(SOURCE, RUN_BYTES));
        a.vpermi2w(T1, DOT, Mem.at(SOURCE, RUN_BYTES + 2 * NibbleBlocks.SECOND_LOAD));
        a.vinserti32x4(T0.y(), T0.y(), T1.x(), 1);
        a.vcvtph2ps(WEIGHT_SCALES, T0.y());
        a.vpermps(WEIGHT_SCALES, LANE_BLOCKS, WEIGHT_SCALES);
    }

    /** A place in the record of a token. */
    private static Mem record(Gpr first, int token, int offset) {
        return switch (token) {
            case 0 -> Mem.at(first, offset);
            case 1 -> Mem.at(first, RECORD_BYTES, 1, offset);
            case 2 -> Mem.at(first, RECORD_BYTES, 2, offset);
            default -> Mem.at(first, RECORD_BYTES_3, 1, offset);
        };
    }

    private void store() {
        a.mov(Gpr.RAX, OUTPUT);
        for (int token = 0; token < tokens; token++) {
            Frame.sumLanes(a, zmm(token), DOT);
            a.vmovd(Mem.at(Gpr.RAX), zmm(token));
            if (token + 1 < tokens) {
                a.add(Gpr.RAX, OUTPUT_STRIDE);
            }
        }
        a.add(OUTPUT, 4);
    }
}
