package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Products of up to eight tokens with stripes: 16 neighbouring rows of {@link NibbleBlocks}, one in
 * each lane.
 *
 * <p>A block of all rows is transposed in registers and multiplied with every token. Of each token
 * there are 16 running sums, which lie in scratch memory, so that sums come in the order of {@link
 * RunDotKernel} and are the same bit for bit.
 */
final class StripeKernel {
    static final int ROWS = 16;
    static final int TOKENS_MAX = 8;

    private static final int CLASSES = 16;
    private static final int GROUP_COLUMNS = 512;

    // Rows 0, 4, 8 and 12 of the stripe; the others by multiples of the bytes of a row.
    private static final Gpr[] QUARTERS = {Gpr.R8, Gpr.R9, Gpr.R10, Gpr.R11};
    private static final Gpr ROW_BYTES = Gpr.R12;
    private static final Gpr ROW_BYTES_3 = Gpr.R13;

    // Records of tokens 0, 3 and 6; the others by multiples of the bytes of a record.
    private static final Gpr[] RECORDS = {Gpr.RCX, Gpr.RBX, Gpr.RDX};
    private static final Gpr RECORD_BYTES = Gpr.RBP;

    /** From a block's values to its corrections. */
    private static final Gpr CORRECTIONS = Gpr.R14;

    /** From a block's values to its scale. */
    private static final Gpr SCALES = Gpr.R15;

    private static final Gpr SUMS = Gpr.RSI;
    private static final Gpr AHEAD = Gpr.RDI;
    private static final Gpr COUNT = Gpr.RAX;

    private static final Mem VALUES_START = Frame.local(0);
    private static final Mem SUMS_START = Frame.local(1);
    private static final Mem OUTPUT_STRIDE = Frame.local(7);
    private static final Mem CORRECTIONS_START = Frame.local(8);
    private static final Mem SCALES_START = Frame.local(2);
    private static final Mem OUTPUT = Frame.local(3);
    private static final Mem LEFT = Frame.local(4);
    private static final Mem STRIPES = Frame.local(5);
    private static final Mem COLUMNS = Frame.local(6);

    private static final int LOW = 8;
    private static final int HIGH = 12;
    private static final int PARTS = 16;
    private static final Vec WEIGHT_SCALES = zmm(24);
    private static final Vec FACTORS = zmm(25);
    private static final Vec TEMP = zmm(26);

    private final Avx512Assembler a = new Avx512Assembler();
    private final NibbleBlocks blocks;
    private final int tokens;

    private StripeKernel(NibbleBlocks blocks, int tokens) {
        this.blocks = blocks;
        this.tokens = tokens;
    }

    static byte[] emit(NibbleBlocks blocks, int tokens) {
        return new StripeKernel(blocks, tokens).emit();
    }

    /** Bytes of the running sums. */
    static long scratchBytes(int tokens) {
        return (long) CLASSES * tokens * 64;
    }

    private byte[] emit() {
        Frame.enter(a);
        loadParameters();
        blocks.loadConstants(a);
        Label stripeTop = new Label();
        a.bind(stripeTop);
        begin();
        Label lastGroup = new Label();
        Label groupTop = new Label();
        a.bind(groupTop);
        a.mov(SUMS, SUMS_START);
        a.mov(COUNT, LEFT);
        a.sub(COUNT, GROUP_COLUMNS);
        a.jcc(Condition.LESS, lastGroup);
        a.mov(LEFT, COUNT);
        a.mov32(COUNT, 4);
        Frame.repeat(a, COUNT, this::chunk);
        nextGroup();
        a.jmp(groupTop);
        a.bind(lastGroup);
        whileAny(7, 3, this::chunk);
        whileAny(5, 3, this::block);
        store();
        nextStripe();
        a.mov(COUNT, STRIPES);
        a.sub(COUNT, 1);
        a.mov(STRIPES, COUNT);
        a.jcc(Condition.NOT_EQUAL, stripeTop);
        Frame.leave(a);
        return a.finish();
    }

    /** For as many of the columns left as bits from {@code shift} on say. */
    private void whileAny(int shift, int mask, Runnable body) {
        Label none = new Label();
        a.mov(COUNT, LEFT);
        a.shr(COUNT, shift);
        a.and(COUNT, mask);
        a.jcc(Condition.EQUAL, none);
        Frame.repeat(a, COUNT, body);
        a.bind(none);
    }

    private void loadParameters() {
        Frame.parameter(a, QUARTERS[0], 0);
        Frame.parameter(a, ROW_BYTES, 1);
        keep(2, STRIPES);
        keep(3, VALUES_START);
        Frame.parameter(a, RECORD_BYTES, 4);
        keep(6, OUTPUT);
        keep(8, SUMS_START);
        Frame.parameter(a, CORRECTIONS, 5);
        a.mov(COLUMNS, CORRECTIONS);
        a.add(CORRECTIONS, GROUP_COLUMNS - 1);
        a.and(CORRECTIONS, -GROUP_COLUMNS);
        a.mov(CORRECTIONS_START, CORRECTIONS);
        a.lea(Gpr.RAX, Mem.at(CORRECTIONS, CORRECTIONS, 1, 0));
        a.mov(SCALES_START, Gpr.RAX);
        a.lea(ROW_BYTES_3, Mem.at(ROW_BYTES, ROW_BYTES, 2, 0));
        for (int i = 1; i < QUARTERS.length; i++) {
            a.lea(QUARTERS[i], Mem.at(QUARTERS[i - 1], ROW_BYTES, 4, 0));
        }
        // The last use of the parameters' address.
        Frame.parameter(a, Gpr.RAX, 7);
        a.mov(OUTPUT_STRIDE, Gpr.RAX);
    }

    private void keep(int slot, Mem place) {
        Frame.parameter(a, Gpr.RAX, slot);
        a.mov(place, Gpr.RAX);
    }

    /** Points at the first block of a stripe and clears the sums. */
    private void begin() {
        a.mov(RECORDS[0], VALUES_START);
        a.lea(RECORDS[1], Mem.at(RECORD_BYTES, RECORD_BYTES, 2, 0));
        a.lea(RECORDS[2], Mem.at(RECORDS[0], RECORDS[1], 2, 0));
        a.add(RECORDS[1], RECORDS[0]);
        a.mov(CORRECTIONS, CORRECTIONS_START);
        a.mov(SCALES, SCALES_START);
        a.mov(COUNT, COLUMNS);
        a.mov(LEFT, COUNT);
        a.imul(AHEAD, ROW_BYTES, ROWS);
        a.add(AHEAD, QUARTERS[0]);
        a.mov(SUMS, SUMS_START);
        a.vpxord(TEMP, TEMP, TEMP);
        for (int i = 0; i < CLASSES * tokens; i++) {
            a.vmovdqu32(Mem.at(SUMS, 64 * i), TEMP);
        }
    }

    /** Four blocks: those at lanes 0, 4, 8 and 12 from here. */
    private void chunk() {
        for (int block = 0; block < 4; block++) {
            for (int line = 0; line < ROWS * NibbleBlocks.BYTES; line += 64) {
                a.prefetcht1(Mem.at(AHEAD, block * ROWS * NibbleBlocks.BYTES + line));
            }
            block(block);
        }
        a.add(AHEAD, 4 * ROWS * NibbleBlocks.BYTES);
        for (Gpr quarter : QUARTERS) {
            a.add(quarter, 4 * NibbleBlocks.BYTES);
        }
        for (Gpr record : RECORDS) {
            a.add(record, 4);
        }
        a.add(SUMS, 4 * tokens * 64);
    }

    /** One of fewer than four blocks at the end of a row. */
    private void block() {
        block(0);
        for (Gpr quarter : QUARTERS) {
            a.add(quarter, NibbleBlocks.BYTES);
        }
        for (Gpr record : RECORDS) {
            a.add(record, 16);
        }
        a.add(SUMS, tokens * 64);
    }

    /** One block of all rows and tokens. */
    private void block(int index) {
        unpack(index * NibbleBlocks.BYTES);
        move(CORRECTIONS, true);
        for (int token = 0; token < tokens; token++) {
            a.vpbroadcastd(zmm(token), record(token, 16 * index));
        }
        move(CORRECTIONS, false);
        multiply(16 * index);
        scale(index);
    }

    /** Records have 512 bytes of values a group, but 64 of corrections and scales. */
    private void nextGroup() {
        for (Gpr record : RECORDS) {
            a.add(record, GROUP_COLUMNS - 16);
        }
        a.sub(CORRECTIONS, GROUP_COLUMNS - 64);
        a.sub(SCALES, GROUP_COLUMNS - 64);
    }

    /** Makes the bytes of four times four columns of all rows, and the rows' scales. */
    private void unpack(int offset) {
        for (int i = 0; i < 4; i++) {
            rows(zmm(PARTS + i), i, offset);
            rows(zmm(LOW + i), i, offset + NibbleBlocks.SCALE_BYTES);
        }
        a.vpunpckldq(zmm(PARTS), zmm(PARTS), zmm(PARTS + 1));
        a.vpunpckldq(zmm(PARTS + 2), zmm(PARTS + 2), zmm(PARTS + 3));
        a.vpunpcklqdq(zmm(PARTS), zmm(PARTS), zmm(PARTS + 2));
        a.vpmovdw(zmm(PARTS).y(), zmm(PARTS));
        a.vcvtph2ps(WEIGHT_SCALES, zmm(PARTS).y());

        NibbleBlocks.transposeInLanes(a, LOW, PARTS, LOW);
        for (int i = 0; i < 4; i++) {
            blocks.split(a, zmm(LOW + i), zmm(HIGH + i));
        }
    }

    /** 16 bytes of rows {@code first}, {@code first} + 4, + 8 and + 12. */
    private void rows(Vec target, int first, int offset) {
        a.vmovdqu32(target.x(), row(0, first, offset));
        for (int quarter = 1; quarter < 4; quarter++) {
            a.vinserti32x4(target, target, row(quarter, first, offset), quarter);
        }
    }

    private static Mem row(int quarter, int index, int offset) {
        Gpr first = QUARTERS[quarter];
        return switch (index) {
            case 0 -> Mem.at(first, offset);
            case 1 -> Mem.at(first, ROW_BYTES, 1, offset);
            case 2 -> Mem.at(first, ROW_BYTES, 2, offset);
            default -> Mem.at(first, ROW_BYTES_3, 1, offset);
        };
    }

    private void multiply(int values) {
        for (int quad = 0; quad < 4; quad++) {
            for (int half = 0; half < 2; half++) {
                Vec weights = zmm((half == 0 ? LOW : HIGH) + quad);
                for (int token = 0; token < tokens; token++) {
                    Mem four = record(token, values + 128 * quad + 64 * half);
                    a.vpdpbusd(zmm(token), weights, four.broadcast());
                }
            }
        }
    }

    /** Scales a block's products and adds them to its sums. */
    private void scale(int block) {
        move(SCALES, true);
        for (int token = 0; token < tokens; token++) {
            Mem sum = Mem.at(SUMS, (block * tokens + token) * 64);
            Vec factors = token % 2 == 0 ? FACTORS : TEMP;
            a.vcvtdq2ps(zmm(token), zmm(token));
            a.vmulps(factors, WEIGHT_SCALES, record(token, 16 * block).broadcast());
            a.vfmadd213ps(factors, zmm(token), sum);
            a.vmovups(sum, factors);
        }
        move(SCALES, false);
    }

    /** Takes the records' places somewhere else and back. */
    private void move(Gpr distance, boolean there) {
        for (int i = 0; 3 * i < tokens; i++) {
            if (there) {
                a.add(RECORDS[i], distance);
            } else {
                a.sub(RECORDS[i], distance);
            }
        }
    }

    private static Mem record(int token, int offset) {
        Gpr first = RECORDS[token / 3];
        return switch (token % 3) {
            case 0 -> Mem.at(first, offset);
            case 1 -> Mem.at(first, RECORD_BYTES, 1, offset);
            default -> Mem.at(first, RECORD_BYTES, 2, offset);
        };
    }

    /** Adds the 16 sums of each token, in the order of {@link Frame#sumLanes}. */
    private void store() {
        a.mov(SUMS, SUMS_START);
        a.mov(AHEAD, OUTPUT);
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < 8; i++) {
                a.vmovups(zmm(i), sumAt(i, token));
                a.vaddps(zmm(i), zmm(i), sumAt(i + 8, token));
            }
            for (int half = 4; half > 0; half /= 2) {
                for (int i = 0; i < half; i++) {
                    a.vaddps(zmm(i), zmm(i), zmm(i + half));
                }
            }
            a.vmovups(Mem.at(AHEAD), zmm(0));
            a.add(AHEAD, OUTPUT_STRIDE);
        }
    }

    /** The running sum that {@link RunDotKernel} has at a lane. */
    private Mem sumAt(int lane, int token) {
        return Mem.at(SUMS, (NibbleBlocks.blockOf(lane) * tokens + token) * 64);
    }

    /** From the end of a stripe to the beginning of the next. */
    private void nextStripe() {
        a.mov(AHEAD, OUTPUT);
        a.add(AHEAD, ROWS * 4);
        a.mov(OUTPUT, AHEAD);
        a.imul(AHEAD, ROW_BYTES, ROWS - 1);
        for (Gpr quarter : QUARTERS) {
            a.add(quarter, AHEAD);
        }
    }
}
