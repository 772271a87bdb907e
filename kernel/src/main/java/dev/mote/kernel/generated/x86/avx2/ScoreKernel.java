package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;
import dev.mote.kernel.generated.AttentionKernels;

/**
 * Products of queries with keys: 32 keys are transposed to a panel [value][key] of F32, which is
 * multiplied with up to two queries at a time, lanes being keys.
 */
final class ScoreKernel {
    private static final int KEYS = AttentionKernels.PANEL_KEYS;
    private static final int PANEL_BYTES = 4 * KEYS;

    /** Registers of as many keys. */
    private static final int EIGHTHS = KEYS / 8;

    // While transposing.
    private static final Gpr SOURCE = Gpr.RSI;
    private static final Gpr KEY_BYTES = Gpr.R8;
    private static final Gpr KEY_BYTES_3 = Gpr.R9;
    private static final Gpr FROM = Gpr.R10;
    private static final Gpr FROM_4 = Gpr.R11;
    private static final Gpr TO = Gpr.R12;
    private static final Gpr TURNS = Gpr.R13;
    private static final Gpr LEFT = Gpr.R14;
    private static final Gpr VALUE_PANEL = Gpr.R15;

    // While multiplying.
    private static final Gpr QUERY = Gpr.R10;
    private static final Gpr SECOND_QUERY = Gpr.R11;
    private static final Gpr QUERY_BYTES = Gpr.R12;
    private static final Gpr COUNT = Gpr.R14;
    private static final Gpr PANEL = Gpr.R15;
    private static final Gpr ROWS = Gpr.RDX;
    private static final Gpr OUTPUT = Gpr.RBX;
    private static final Gpr OUTPUT_STRIDE = Gpr.RBP;

    private static final Gpr KEY = Gpr.RCX;
    private static final Mem KEYS_LEFT = Frame.local(0);
    private static final Mem SCORES = Frame.local(1);
    private static final Vec[] VALUES = {ymm(8), ymm(9)};
    private static final Vec EIGHT_KEYS = ymm(10);

    private final Avx2Assembler a;
    private final CacheRow row;

    private ScoreKernel(Avx2Assembler a, CacheRow row) {
        this.a = a;
        this.row = row;
    }

    static byte[] emit(Avx2Assembler a, BlockType type) {
        return new ScoreKernel(a, new CacheRow(type)).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, KEY, 0);
        Frame.parameter(a, Gpr.RAX, 2);
        a.mov(KEYS_LEFT, Gpr.RAX);
        Frame.parameter(a, Gpr.RAX, 6);
        a.mov(SCORES, Gpr.RAX);
        Frame.parameter(a, KEY_BYTES, 1);
        a.lea(KEY_BYTES_3, Mem.at(KEY_BYTES, KEY_BYTES, 2, 0));
        Label top = new Label();
        a.bind(top);
        findSource();
        transpose();
        multiply();
        a.mov(Gpr.RAX, KEY_BYTES);
        a.shl(Gpr.RAX, 5);
        a.add(KEY, Gpr.RAX);
        a.mov(Gpr.RAX, SCORES);
        a.add(Gpr.RAX, PANEL_BYTES);
        a.mov(SCORES, Gpr.RAX);
        a.mov(Gpr.RAX, KEYS_LEFT);
        a.sub(Gpr.RAX, KEYS);
        a.mov(KEYS_LEFT, Gpr.RAX);
        a.jcc(Condition.GREATER, top);
        Frame.leave(a);
        return a.finish();
    }

    /** Points to 32 keys; where fewer are left they are copied to the beginning of the scratch. */
    private void findSource() {
        Label enough = new Label();
        Label rest = new Label();
        Label whole = new Label();
        Label done = new Label();
        a.mov(SOURCE, KEY);
        a.mov(LEFT, KEYS_LEFT);
        a.cmp(LEFT, KEYS);
        a.jcc(Condition.GREATER_OR_EQUAL, enough);
        a.imul(LEFT, KEY_BYTES);
        Frame.parameter(a, TO, 9);
        a.bind(whole);
        a.cmp(LEFT, 32);
        a.jcc(Condition.LESS, rest);
        a.vmovdqu(ymm(0), Mem.at(SOURCE));
        a.vmovdqu(Mem.at(TO), ymm(0));
        a.add(SOURCE, 32);
        a.add(TO, 32);
        a.sub(LEFT, 32);
        a.jmp(whole);
        a.bind(rest); // an even number of bytes, whatever the type
        a.test(LEFT, LEFT);
        a.jcc(Condition.EQUAL, done);
        a.movzx16(Gpr.RAX, Mem.at(SOURCE));
        a.vmovd(ymm(0), Gpr.RAX);
        a.vpextrw(Mem.at(TO), ymm(0), 0);
        a.add(SOURCE, 2);
        a.add(TO, 2);
        a.sub(LEFT, 2);
        a.jmp(rest);
        a.bind(done);
        Frame.parameter(a, SOURCE, 9);
        a.bind(enough);
    }

    private void transpose() {
        Label top = new Label();
        Label one = new Label();
        Label end = new Label();
        Frame.parameter(a, LEFT, 3);
        Frame.parameter(a, VALUE_PANEL, 8);
        a.bind(top);
        a.cmp(LEFT, 8);
        a.jcc(Condition.LESS, one);
        for (int eighth = 0; eighth < row.eights(); eighth++) {
            transposeEight(eighth);
            a.add(VALUE_PANEL, 8 * PANEL_BYTES);
        }
        a.add(SOURCE, row.bytes(row.eights()));
        a.sub(LEFT, 8 * row.eights());
        a.jmp(top);
        a.bind(one);
        if (row.hasSingleValues()) {
            a.test(LEFT, LEFT);
            a.jcc(Condition.EQUAL, end);
            transposeOne();
            a.add(VALUE_PANEL, PANEL_BYTES);
            a.add(SOURCE, row.valueBytes());
            a.sub(LEFT, 1);
            a.jmp(one);
        }
        a.bind(end);
    }

    /** 8 values of 32 keys, eight keys at a time. */
    private void transposeEight(int eighth) {
        a.mov(FROM, SOURCE);
        a.mov(TO, VALUE_PANEL);
        a.mov32(TURNS, EIGHTHS);
        Frame.repeat(
                a,
                TURNS,
                () -> {
                    a.lea(FROM_4, Mem.at(FROM, KEY_BYTES, 4, 0));
                    for (int key = 0; key < 8; key++) {
                        Gpr base = key < 4 ? FROM : FROM_4;
                        Mem start = place(base, KEY_BYTES, KEY_BYTES_3, key % 4);
                        row.load(a, ymm(key), start, eighth, ymm(8 + key));
                    }
                    a.lea(FROM, Mem.at(FROM_4, KEY_BYTES, 4, 0));
                    Vec[] columns = Transpose.emit(a);
                    for (int column = 0; column < 8; column++) {
                        a.vmovups(Mem.at(TO, PANEL_BYTES * column), columns[column]);
                    }
                    a.add(TO, 32);
                });
    }

    private void transposeOne() {
        a.mov(FROM, SOURCE);
        a.mov(TO, VALUE_PANEL);
        a.mov32(TURNS, KEYS);
        Frame.repeat(
                a,
                TURNS,
                () -> {
                    row.loadOne(a, ymm(0), Mem.at(FROM));
                    a.vmovd(Mem.at(TO), ymm(0));
                    a.add(FROM, KEY_BYTES);
                    a.add(TO, 4);
                });
    }

    /** base + index · stride for an index below 4. */
    static Mem place(Gpr base, Gpr stride, Gpr stride3, int index) {
        return switch (index) {
            case 0 -> Mem.at(base);
            case 1 -> Mem.at(base, stride, 1, 0);
            case 2 -> Mem.at(base, stride, 2, 0);
            default -> Mem.at(base, stride3, 1, 0);
        };
    }

    private void multiply() {
        Frame.parameter(a, QUERY_BYTES, 3);
        a.shl(QUERY_BYTES, 2);
        Frame.parameter(a, QUERY, 4);
        Frame.parameter(a, ROWS, 5);
        a.mov(OUTPUT, SCORES);
        Frame.parameter(a, OUTPUT_STRIDE, 7);
        Label top = new Label();
        Label one = new Label();
        Label none = new Label();
        a.bind(top);
        a.cmp(ROWS, 2);
        a.jcc(Condition.LESS, one);
        block(2);
        a.sub(ROWS, 2);
        a.jmp(top);
        a.bind(one);
        a.test(ROWS, ROWS);
        a.jcc(Condition.EQUAL, none);
        block(1);
        a.bind(none);
    }

    private void block(int rows) {
        for (int i = 0; i < EIGHTHS * rows; i++) {
            a.vpxor(ymm(i), ymm(i), ymm(i));
        }
        Frame.parameter(a, PANEL, 8);
        Frame.parameter(a, COUNT, 3);
        Gpr[] queries = {QUERY, SECOND_QUERY};
        if (rows == 2) {
            a.lea(SECOND_QUERY, Mem.at(QUERY, QUERY_BYTES, 1, 0));
        }
        Frame.repeat(
                a,
                COUNT,
                () -> {
                    for (int i = 0; i < rows; i++) {
                        a.vbroadcastss(VALUES[i], Mem.at(queries[i]));
                    }
                    for (int eighth = 0; eighth < EIGHTHS; eighth++) {
                        a.vmovups(EIGHT_KEYS, Mem.at(PANEL, 32 * eighth));
                        for (int i = 0; i < rows; i++) {
                            a.vfmadd231ps(ymm(EIGHTHS * i + eighth), EIGHT_KEYS, VALUES[i]);
                        }
                    }
                    a.add(PANEL, PANEL_BYTES);
                    for (int i = 0; i < rows; i++) {
                        a.add(queries[i], 4);
                    }
                });
        if (rows == 2) {
            a.mov(QUERY, SECOND_QUERY); // which is behind the end of the second now
        }
        for (int i = 0; i < rows; i++) {
            for (int eighth = 0; eighth < EIGHTHS; eighth++) {
                a.vmovups(Mem.at(OUTPUT, 32 * eighth), ymm(EIGHTHS * i + eighth));
            }
            a.add(OUTPUT, OUTPUT_STRIDE);
        }
    }
}
