package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.H;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;
import dev.mote.kernel.generated.AttentionKernels;

/**
 * Products of queries with keys: 32 keys are transposed to a panel [value][key] of F32, of which 16
 * keys are multiplied with up to four queries at a time, lanes being keys.
 */
final class ScoreKernel {
    private static final int[] BLOCKS = {4, 2, 1};
    private static final int KEYS = AttentionKernels.PANEL_KEYS;
    private static final int PANEL_BYTES = 4 * KEYS;

    private static final X PARAMETERS = X.X0;
    private static final X KEY = X.X1;
    private static final X KEYS_LEFT = X.X2;
    private static final X SCORES = X.X3;
    private static final X KEY_BYTES = X.X4;
    private static final X SIZE = X.X5;
    private static final X PANEL = X.X6;
    private static final X SCORE_BYTES = X.X16;

    // While transposing.
    private static final X SOURCE = X.X7;
    private static final X LEFT = X.X8;
    private static final X VALUE_PANEL = X.X9;
    private static final X FROM = X.X10;
    private static final X TO = X.X11;
    private static final X TURNS = X.X12;

    // While multiplying.
    private static final X QUERIES = X.X7;
    private static final X ROWS = X.X8;
    private static final X OUTPUT = X.X9;
    private static final X[] QUERY = {X.X10, X.X11, X.X12, X.X13};
    private static final X COUNT = X.X14;
    private static final X AT = X.X15;
    private static final X HALVES = X.X17;
    private static final X HALF_PANEL = X.X19;
    private static final X HALF_SCORES = X.X20;

    private static final V[] SUMS = {
        V.V0, V.V1, V.V2, V.V3, V.V4, V.V5, V.V6, V.V7,
        V.V8, V.V9, V.V10, V.V11, V.V12, V.V13, V.V14, V.V15
    };
    private static final V[] SIXTEEN_KEYS = {V.V16, V.V17, V.V18, V.V19};
    private static final V[] QUERY_VALUES = {V.V20, V.V21, V.V22, V.V23};
    private static final V SCALE = V.V20;

    private final Aarch64Assembler a = new Aarch64Assembler();
    private final CacheRow row;

    private ScoreKernel(CacheRow row) {
        this.row = row;
    }

    static byte[] assemble(BlockType type) {
        return new ScoreKernel(new CacheRow(type)).kernel();
    }

    private byte[] kernel() {
        Frame.enter(a, 0);
        a.ldr(KEY, PARAMETERS, 0);
        a.ldr(KEY_BYTES, PARAMETERS, 8);
        a.ldr(KEYS_LEFT, PARAMETERS, 16);
        a.ldr(SIZE, PARAMETERS, 24);
        a.ldr(SCORES, PARAMETERS, 48);
        a.ldr(SCORE_BYTES, PARAMETERS, 56);
        a.ldr(PANEL, PARAMETERS, 64);
        Label top = a.here();
        findSource();
        transpose();
        multiply();
        a.add(KEY, KEY, KEY_BYTES, 5);
        a.add(SCORES, SCORES, PANEL_BYTES);
        a.subs(KEYS_LEFT, KEYS_LEFT, KEYS);
        a.b(Condition.GT, top);
        Frame.leave(a, 0);
        return a.finish();
    }

    /** Points to 32 keys; where fewer are left they are copied to the beginning of the scratch. */
    private void findSource() {
        Label enough = a.label();
        Label rest = a.label();
        Label done = a.label();
        a.mov(SOURCE, KEY);
        a.cmp(KEYS_LEFT, KEYS);
        a.b(Condition.GE, enough);
        a.mov(LEFT, 0);
        a.madd(LEFT, KEYS_LEFT, KEY_BYTES, LEFT);
        a.ldr(TO, PARAMETERS, 72);
        Label sixteen = a.here();
        a.cmp(LEFT, 16);
        a.b(Condition.LO, rest);
        a.ldrPost(Q, SUMS[0], SOURCE, 16);
        a.strPost(Q, SUMS[0], TO, 16);
        a.sub(LEFT, LEFT, 16);
        a.b(sixteen);
        a.bind(rest); // an even number of bytes, whatever the type
        a.cbz(LEFT, done);
        a.ldrPost(H, SUMS[0], SOURCE, 2);
        a.strPost(H, SUMS[0], TO, 2);
        a.sub(LEFT, LEFT, 2);
        a.b(rest);
        a.bind(done);
        a.ldr(SOURCE, PARAMETERS, 72);
        a.bind(enough);
    }

    private void transpose() {
        Label one = a.label();
        Label end = a.label();
        a.mov(LEFT, SIZE);
        a.mov(VALUE_PANEL, PANEL);
        Label sixteen = a.here();
        a.cmp(LEFT, 16);
        a.b(Condition.LO, one);
        for (int part = 0; part < row.parts(); part++) {
            transposeSixteen(part);
            a.add(VALUE_PANEL, VALUE_PANEL, 16 * PANEL_BYTES);
        }
        a.add(SOURCE, SOURCE, row.bytes());
        a.sub(LEFT, LEFT, 16 * row.parts());
        a.b(sixteen);
        a.bind(one);
        if (row.hasSingleValues()) {
            a.cbz(LEFT, end);
            transposeOne();
            a.add(VALUE_PANEL, VALUE_PANEL, PANEL_BYTES);
            a.add(SOURCE, SOURCE, row.valueBytes());
            a.sub(LEFT, LEFT, 1);
            a.b(one);
        }
        a.bind(end);
    }

    /** 16 values of 32 keys, four keys at a time. */
    private void transposeSixteen(int part) {
        a.mov(FROM, SOURCE);
        a.mov(TO, VALUE_PANEL);
        a.mov(TURNS, KEYS / 4);
        Strip.repeat(
                a,
                TURNS,
                () -> {
                    for (int key = 0; key < 4; key++) {
                        V[] values = {
                            SUMS[4 * key], SUMS[4 * key + 1], SUMS[4 * key + 2], SUMS[4 * key + 3]
                        };
                        row.loadSixteen(a, values, FROM, part, SCALE);
                        a.add(FROM, FROM, KEY_BYTES, 0);
                    }
                    for (int four = 0; four < 4; four++) {
                        V[] square = {SUMS[four], SUMS[4 + four], SUMS[8 + four], SUMS[12 + four]};
                        Transpose.words(a, square, 0, SIXTEEN_KEYS);
                        for (int i = 0; i < 4; i++) {
                            a.str(Q, square[i], TO, (4 * four + i) * PANEL_BYTES);
                        }
                    }
                    a.add(TO, TO, 16);
                });
    }

    private void transposeOne() {
        a.mov(FROM, SOURCE);
        a.mov(TO, VALUE_PANEL);
        a.mov(TURNS, KEYS);
        Strip.repeat(
                a,
                TURNS,
                () -> {
                    row.loadOne(a, SUMS[0], FROM);
                    a.strPost(S, SUMS[0], TO, 4);
                    a.add(FROM, FROM, KEY_BYTES, 0);
                });
    }

    private void multiply() {
        a.mov(HALF_PANEL, PANEL);
        a.mov(HALF_SCORES, SCORES);
        a.mov(HALVES, 2);
        Strip.repeat(
                a,
                HALVES,
                () -> {
                    a.ldr(QUERIES, PARAMETERS, 32);
                    a.ldr(ROWS, PARAMETERS, 40);
                    a.mov(OUTPUT, HALF_SCORES);
                    for (int rows : BLOCKS) {
                        Label none = a.label();
                        Label top = a.here();
                        a.cmp(ROWS, rows);
                        a.b(Condition.LT, none);
                        block(rows);
                        a.sub(ROWS, ROWS, rows);
                        if (rows == BLOCKS[0]) {
                            a.b(top);
                        }
                        a.bind(none);
                    }
                    a.add(HALF_PANEL, HALF_PANEL, PANEL_BYTES / 2);
                    a.add(HALF_SCORES, HALF_SCORES, PANEL_BYTES / 2);
                });
    }

    private void block(int rows) {
        for (int i = 0; i < rows; i++) {
            a.mov(QUERY[i], QUERIES);
            a.add(QUERIES, QUERIES, SIZE, 2);
        }
        for (int i = 0; i < 4 * rows; i++) {
            a.zero(SUMS[i]);
        }
        a.mov(AT, HALF_PANEL);
        a.mov(COUNT, SIZE);
        Label one = a.label();
        Label end = a.label();
        Label four = a.here();
        a.cmp(COUNT, 4);
        a.b(Condition.LO, one);
        for (int i = 0; i < rows; i++) {
            a.ldrPost(Q, QUERY_VALUES[i], QUERY[i], 16);
        }
        for (int value = 0; value < 4; value++) {
            value(rows, value);
        }
        a.sub(COUNT, COUNT, 4);
        a.b(four);
        a.bind(one);
        a.cbz(COUNT, end);
        for (int i = 0; i < rows; i++) {
            a.ldrPost(S, QUERY_VALUES[i], QUERY[i], 4);
        }
        value(rows, 0);
        a.sub(COUNT, COUNT, 1);
        a.b(one);
        a.bind(end);
        for (int i = 0; i < rows; i++) {
            a.stp(SUMS[4 * i], SUMS[4 * i + 1], OUTPUT, 0);
            a.stp(SUMS[4 * i + 2], SUMS[4 * i + 3], OUTPUT, 32);
            a.add(OUTPUT, OUTPUT, SCORE_BYTES, 0);
        }
    }

    /** One value of 16 keys, times that of each query which is in this lane. */
    private void value(int rows, int lane) {
        a.ldp(SIXTEEN_KEYS[0], SIXTEEN_KEYS[1], AT, 0);
        a.ldp(SIXTEEN_KEYS[2], SIXTEEN_KEYS[3], AT, 32);
        a.add(AT, AT, PANEL_BYTES);
        for (int i = 0; i < rows; i++) {
            for (int part = 0; part < 4; part++) {
                a.fmla(SUMS[4 * i + part], SIXTEEN_KEYS[part], QUERY_VALUES[i], lane);
            }
        }
    }
}
