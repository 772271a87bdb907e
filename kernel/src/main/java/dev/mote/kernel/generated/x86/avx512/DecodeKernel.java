package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Condition;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * Decodes a row to F32. Quantised values are (q − zero point) · scale + minimum, with the scale and
 * the minimum rounded once and their combination once more.
 */
final class DecodeKernel {
    private static final Gpr ROW = Gpr.R8;
    private static final Gpr COLUMNS = Gpr.R9;
    private static final Gpr TARGET = Gpr.R10;
    private static final Gpr UNITS = Gpr.R11;
    private static final Vec VALUE = zmm(0);
    private static final Vec SCALE = zmm(1);
    private static final Vec INDEX = zmm(2);
    private static final Vec MINIMA = zmm(3);

    private DecodeKernel() {}

    static byte[] plain(BlockType type) {
        Avx512Assembler a = new Avx512Assembler();
        Frame.enter(a);
        Frame.parameter(a, ROW, 0);
        Frame.parameter(a, COLUMNS, 1);
        Frame.parameter(a, TARGET, 2);
        Strip.over(
                a,
                COLUMNS,
                16,
                1,
                step -> {
                    Mem source = Mem.at(ROW, Strip.INDEX, type.blockBytes(), 0);
                    FloatWeights.load(a, type, VALUE, source, Strip.LANES);
                    a.k(Strip.LANES).vmovups(Mem.at(TARGET, Strip.INDEX, 4, 0), VALUE);
                });
        Frame.leave(a);
        return a.finish();
    }

    static byte[] quantised(Unpack units) {
        Unpack unpack = units.rest();
        Avx512Assembler a = new Avx512Assembler();
        Frame.enter(a);
        Frame.parameter(a, Unpack.SOURCE, 0);
        Frame.parameter(a, COLUMNS, 1);
        Frame.parameter(a, TARGET, 2);
        unpack.loadConstants(a);
        a.mov(UNITS, COLUMNS);
        a.shr(UNITS, Integer.numberOfTrailingZeros(unpack.unitValues));
        Label noUnits = new Label();
        a.test(UNITS, UNITS);
        a.jcc(Condition.EQUAL, noUnits);
        unpack.setPresent(a, 2);
        Frame.repeat(a, UNITS, () -> unit(a, unpack, true));
        a.bind(noUnits);
        if (unpack.unitValues == 64) {
            Label none = new Label();
            a.and(COLUMNS, 63);
            a.jcc(Condition.EQUAL, none);
            unpack.setPresent(a, 1);
            unit(a, unpack, false);
            a.bind(none);
        }
        Frame.leave(a);
        return a.finish();
    }

    /** A unit, or only its first block, which has 32 values. */
    private static void unit(Avx512Assembler a, Unpack unpack, boolean whole) {
        if (unpack.unitValues == 64) {
            a.lea(Unpack.NEXT, Mem.at(Unpack.SOURCE, whole ? unpack.unitBytes / 2 : 0));
        }
        unpack.begin(a);
        if (unpack.minima) {
            a.vmovups(MINIMA, Unpack.MINIMA);
        }
        for (int chunk = 0; chunk < unpack.chunks(); chunk++) {
            unpack.values(a, chunk);
            for (int quarter = 0; quarter < (whole ? 4 : 2); quarter++) {
                quarter(a, unpack, chunk, quarter);
            }
        }
        a.add(Unpack.SOURCE, unpack.unitBytes);
        a.add(TARGET, 4 * unpack.unitValues);
    }

    private static void quarter(Avx512Assembler a, Unpack unpack, int chunk, int quarter) {
        a.vextracti32x4(VALUE.x(), Unpack.Q, quarter);
        a.vpmovzxbd(VALUE, VALUE.x());
        a.vpsubd(VALUE, VALUE, Functions.allBits(a, unpack.zeroPoint));
        a.vcvtdq2ps(VALUE, VALUE);
        int lane =
                unpack.unitValues == 64 ? 4 * quarter : (64 * chunk + 16 * quarter) / unpack.group;
        a.vmovdqu32(INDEX, Unpack.lanes(a, lane, 16));
        a.vpermps(SCALE, INDEX, Unpack.SCALES);
        if (unpack.minima) {
            a.vmovdqu32(INDEX, Unpack.lanes(a, 4 * chunk + quarter, 16));
            a.vpermps(INDEX, INDEX, MINIMA);
            a.vfmadd213ps(VALUE, SCALE, INDEX);
        } else {
            a.vmulps(VALUE, VALUE, SCALE);
        }
        a.vmovups(Mem.at(TARGET, 4 * (64 * chunk + 16 * quarter)), VALUE);
    }
}
