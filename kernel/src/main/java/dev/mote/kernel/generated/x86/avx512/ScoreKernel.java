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
import dev.mote.kernel.generated.AttentionKernels;

/**
 * Products of queries with keys: 32 keys are transposed to a panel [value][key] of F32, which is
 * multiplied with up to eight queries at a time, lanes being keys.
 */
final class ScoreKernel {
    private static final int[] BLOCKS = {8, 4, 2, 1};
    private static final int PANEL_BYTES = 4 * AttentionKernels.PANEL_KEYS;

    // While transposing.
    private static final Gpr SOURCE = Gpr.RSI;
    private static final Gpr KEY_BYTES = Gpr.R8;
    private static final Gpr KEY_BYTES_3 = Gpr.R9;
    private static final Gpr[] FOURTHS = {Gpr.R10, Gpr.R11, Gpr.R12, Gpr.R13};
    private static final Gpr LEFT = Gpr.R14;
    private static final Gpr PANEL = Gpr.R15;
    private static final Gpr HALVES = Gpr.RDX;
    private static final Gpr HALF_SOURCE = Gpr.RBX;
    private static final Gpr HALF_PANEL = Gpr.RBP;
    private static final Gpr AHEAD = Gpr.RCX;

    // While multiplying.
    private static final Gpr QUERY = Gpr.R10;
    private static final Gpr QUERY_4 = Gpr.R11;
    private static final Gpr QUERY_BYTES = Gpr.R12;
    private static final Gpr QUERY_BYTES_3 = Gpr.R13;
    private static final Gpr COUNT = Gpr.R14;
    private static final Gpr QUERIES = Gpr.RCX;
    private static final Gpr ROWS = Gpr.RDX;
    private static final Gpr OUTPUT = Gpr.RBX;
    private static final Gpr OUTPUT_STRIDE = Gpr.RBP;
    private static final Vec KEYS = zmm(16);
    private static final Vec MORE_KEYS = zmm(17);
    private static final Vec VALUE = zmm(18);

    private static final Mem KEY = Frame.local(0);
    private static final Mem KEYS_LEFT = Frame.local(1);
    private static final Mem SCORES = Frame.local(2);

    private final Avx512Assembler a = new Avx512Assembler();
    private final CacheRow row;

    private ScoreKernel(CacheRow row) {
        this.row = row;
    }

    static byte[] emit(BlockType type) {
        return new ScoreKernel(new CacheRow(type)).emit();
    }

    private byte[] emit() {
        Frame.enter(a);
        Frame.parameter(a, Gpr.RAX, 0);
        a.mov(KEY, Gpr.RAX);
        Frame.parameter(a, Gpr.RAX, 2);
        a.mov(KEYS_LEFT, Gpr.RAX);
        Frame.parameter(a, Gpr.RAX, 6);
        a.mov(SCORES, Gpr.RAX);
        Label top = new Label();
        a.bind(top);
        findSource();
        transpose();
        multiply();
        Frame.parameter(a, Gpr.RAX, 1);
        a.shl(Gpr.RAX, 5);
        a.add(Gpr.RAX, KEY);
        a.mov(KEY, Gpr.RAX);
        a.mov(Gpr.RAX, SCORES);
        a.add(Gpr.RAX, PANEL_BYTES);
        a.mov(SCORES, Gpr.RAX);
        a.mov(Gpr.RAX, KEYS_LEFT);
        a.sub(Gpr.RAX, AttentionKernels.PANEL_KEYS);
        a.mov(KEYS_LEFT, Gpr.RAX);
        a.jcc(Condition.GREATER, top);
        Frame.leave(a);
        return a.finish();
    }

    /** Points to 32 keys; where fewer are left they are copied to the beginning of the scratch. */
    private void findSource() {
        Frame.parameter(a, KEY_BYTES, 1);
        a.lea(KEY_BYTES_3, Mem.at(KEY_BYTES, KEY_BYTES, 2, 0));
        a.mov(SOURCE, KEY);
        a.mov(LEFT, KEYS_LEFT);
        Label enough = new Label();
        a.cmp(LEFT, AttentionKernels.PANEL_KEYS);
        a.jcc(Condition.GREATER_OR_EQUAL, enough);
        a.imul(LEFT, KEY_BYTES);
        Frame.parameter(a, HALF_PANEL, 9);
        Label top = new Label();
        Label whole = new Label();
        a.bind(top);
        a.mov(Gpr.RAX, -1L);
        a.cmp(LEFT, 64);
        a.jcc(Condition.GREATER_OR_EQUAL, whole);
        a.bzhi(Gpr.RAX, Gpr.RAX, LEFT);
        a.bind(whole);
        a.kmovq(Mask.K1, Gpr.RAX);
        a.kz(Mask.K1).vmovdqu8(zmm(0), Mem.at(SOURCE));
        a.k(Mask.K1).vmovdqu8(Mem.at(HALF_PANEL), zmm(0));
        a.add(SOURCE, 64);
        a.add(HALF_PANEL, 64);
        a.sub(LEFT, 64);
        a.jcc(Condition.GREATER, top);
        Frame.parameter(a, SOURCE, 9);
        a.bind(enough);
    }

    private void transpose() {
        Frame.parameter(a, LEFT, 3);
        Frame.parameter(a, PANEL, 8);
        a.mov(AHEAD, KEY_BYTES);
        a.shl(AHEAD, 5);
        a.add(AHEAD, KEY);
        Label top = new Label();
        Label whole = new Label();
        a.bind(top);
        a.mov32(Gpr.RAX, 0xFFFF);
        a.cmp(LEFT, 16);
        a.jcc(Condition.GREATER_OR_EQUAL, whole);
        a.bzhi(Gpr.RAX, Gpr.RAX, LEFT);
        a.bind(whole);
        a.kmovw(Mask.K1, Gpr.RAX);
        for (int part = 0; part < row.parts(); part++) {
            transposePart(part);
            a.add(PANEL, 16 * PANEL_BYTES);
        }
        a.add(SOURCE, row.bytes());
        a.sub(LEFT, 16 * row.parts());
        a.jcc(Condition.GREATER, top);
    }

    /** 16 values of 32 keys, half of the keys at a time. */
    private void transposePart(int part) {
        a.mov(HALF_SOURCE, SOURCE);
        a.mov(HALF_PANEL, PANEL);
        a.mov32(HALVES, 2);
        Frame.repeat(
                a,
                HALVES,
                () -> {
                    a.mov(FOURTHS[0], HALF_SOURCE);
                    for (int i = 1; i < FOURTHS.length; i++) {
                        a.lea(FOURTHS[i], Mem.at(FOURTHS[i - 1], KEY_BYTES, 4, 0));
                    }
                    int bytes = (16 * row.bytes() / row.parts() + 63) / 64 * 64;
                    for (int line = 0; line < bytes; line += 64) {
                        a.prefetcht0(Mem.at(AHEAD, line));
                    }
                    a.add(AHEAD, bytes);
                    for (int key = 0; key < 16; key++) {
                        Mem start = place(FOURTHS[key / 4], KEY_BYTES, KEY_BYTES_3, key % 4);
                        row.load(a, zmm(key), start, part, Mask.K1, zmm(16 + key));
                    }
                    a.lea(HALF_SOURCE, Mem.at(FOURTHS[3], KEY_BYTES, 4, 0));
                    Vec[] columns = Transpose.emit(a);
                    for (int column = 0; column < 16; column++) {
                        a.vmovups(Mem.at(HALF_PANEL, PANEL_BYTES * column), columns[column]);
                    }
                    a.add(HALF_PANEL, 64);
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
        a.lea(QUERY_BYTES_3, Mem.at(QUERY_BYTES, QUERY_BYTES, 2, 0));
        Frame.parameter(a, QUERIES, 4);
        Frame.parameter(a, ROWS, 5);
        a.mov(OUTPUT, SCORES);
        Frame.parameter(a, OUTPUT_STRIDE, 7);
        for (int rows : BLOCKS) {
            Label top = new Label();
            Label none = new Label();
            a.bind(top);
            a.cmp(ROWS, rows);
            a.jcc(Condition.LESS, none);
            block(rows);
            a.sub(ROWS, rows);
            if (rows == BLOCKS[0]) {
                a.jmp(top);
            }
            a.bind(none);
        }
    }

    private void block(int rows) {
        for (int i = 0; i < 2 * rows; i++) {
            a.vpxord(zmm(i), zmm(i), zmm(i));
        }
        a.mov(QUERY, QUERIES);
        a.lea(QUERY_4, Mem.at(QUERY, QUERY_BYTES, 4, 0));
        a.lea(QUERIES, Mem.at(QUERIES, QUERY_BYTES, rows, 0));
        Frame.parameter(a, PANEL, 8);
        Frame.parameter(a, COUNT, 3);
        Frame.repeat(
                a,
                COUNT,
                () -> {
                    a.vmovups(KEYS, Mem.at(PANEL));
                    a.vmovups(MORE_KEYS, Mem.at(PANEL, 64));
                    for (int i = 0; i < rows; i++) {
                        Gpr base = i < 4 ? QUERY : QUERY_4;
                        a.vbroadcastss(VALUE, place(base, QUERY_BYTES, QUERY_BYTES_3, i % 4));
                        a.vfmadd231ps(zmm(2 * i), KEYS, VALUE);
                        a.vfmadd231ps(zmm(2 * i + 1), MORE_KEYS, VALUE);
                    }
                    a.add(PANEL, PANEL_BYTES);
                    a.add(QUERY, 4);
                    if (rows > 4) {
                        a.add(QUERY_4, 4);
                    }
                });
        for (int i = 0; i < rows; i++) {
            a.vmovups(Mem.at(OUTPUT), zmm(2 * i));
            a.vmovups(Mem.at(OUTPUT, 64), zmm(2 * i + 1));
            a.add(OUTPUT, OUTPUT_STRIDE);
        }
    }
}
