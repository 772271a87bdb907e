package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.H8;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.assembler.aarch64.Width.S;
import static dev.mote.kernel.generated.aarch64.Plan.MINS;
import static dev.mote.kernel.generated.aarch64.Plan.SCALES;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.Condition;
import dev.mote.kernel.assembler.aarch64.Label;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Decodes a row to F32. Quantised values are (byte − zero point) · scale + min, with scale and min
 * rounded once and their combination once more.
 *
 * <p>Parameters: row, columns, target.
 */
final class DecodeKernel {
    private static final X PARAMETERS = Plan.SLOTS;
    private static final X BLOCK = X.X1;
    private static final X COLUMNS = X.X2;
    private static final X TARGET = X.X3;

    private static final V ZERO_POINT = Plan.ACTIVATIONS[0];

    private final Aarch64Assembler a = new Aarch64Assembler();

    private DecodeKernel() {}

    static byte[] plain(FloatFormat format) {
        return new DecodeKernel().plainKernel(format);
    }

    static byte[] quantised(WeightFormat format) {
        return new DecodeKernel().quantisedKernel(format);
    }

    private void parameters() {
        a.ldr(BLOCK, PARAMETERS, 0);
        a.ldr(COLUMNS, PARAMETERS, 8);
        a.ldr(TARGET, PARAMETERS, 16);
    }

    private byte[] plainKernel(FloatFormat format) {
        parameters();
        Label one = a.label();
        Label end = a.label();
        Label sixteen = a.here();
        a.cmp(COLUMNS, 16);
        a.b(Condition.LO, one);
        format.loadSixteen(a, WEIGHTS, BLOCK);
        a.stp(WEIGHTS[0], WEIGHTS[1], TARGET, 0);
        a.stp(WEIGHTS[2], WEIGHTS[3], TARGET, 32);
        a.add(BLOCK, BLOCK, (int) format.type().bytesFor(16));
        a.add(TARGET, TARGET, 64);
        a.sub(COLUMNS, COLUMNS, 16);
        a.b(sixteen);
        a.bind(one);
        a.cbz(COLUMNS, end);
        format.loadOne(a, WEIGHTS[0], BLOCK);
        a.strPost(S, WEIGHTS[0], TARGET, 4);
        a.add(BLOCK, BLOCK, format.type().blockBytes());
        a.sub(COLUMNS, COLUMNS, 1);
        a.b(one);
        a.bind(end);
        a.ret();
        return a.finish();
    }

    private byte[] quantisedKernel(WeightFormat format) {
        Frame.enter(a, 0);
        parameters();
        format.prepare(a);
        a.moviByte(ZERO_POINT, format.zeroPoint() & 0xff);
        RowLoop.over(
                a,
                format.type(),
                COLUMNS,
                (half, groups) -> {
                    format.unpack(a, BLOCK, half, groups);
                    for (int i = 0; i < 2 * groups; i++) {
                        sixteen(format, i);
                    }
                },
                bytes -> a.add(BLOCK, BLOCK, bytes));
        Frame.leave(a, 0);
        return a.finish();
    }

    private void sixteen(WeightFormat format, int index) {
        int group = 16 * index / format.group();
        V scale = SCALES[group / 4];
        V[] halves = {TEMPORARIES[0], TEMPORARIES[1]};
        V value = TEMPORARIES[2];
        V result = TEMPORARIES[3];
        V bytes = WEIGHTS[index];
        if (format.zeroPoint() != 0) {
            a.sub(B16, bytes, bytes, ZERO_POINT);
        }
        a.sxtl(B16, halves[0], bytes);
        a.sxtl2(B16, halves[1], bytes);
        for (int part = 0; part < 4; part++) {
            if (part % 2 == 0) {
                a.sxtl(H8, value, halves[part / 2]);
            } else {
                a.sxtl2(H8, value, halves[part / 2]);
            }
            a.scvtf(value, value);
            if (format.hasMins()) {
                a.dup(S4, result, MINS[group / 4], group % 4);
                a.fmla(result, value, scale, group % 4);
            } else {
                a.fmul(result, value, scale, group % 4);
            }
            a.strPost(Q, result, TARGET, 16);
        }
    }
}
