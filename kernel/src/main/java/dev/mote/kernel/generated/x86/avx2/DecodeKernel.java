package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

import java.util.Arrays;

/**
 * Decodes a row to F32. Quantised values are (q − zero point) · scale + minimum, with the scale and
 * the minimum rounded once and their combination once more.
 */
final class DecodeKernel {
    private static final Gpr ROW = Gpr.R8;
    private static final Gpr COLUMNS = Gpr.R9;
    private static final Gpr TARGET = Gpr.R10;
    private static final Vec VALUE = ymm(0);
    private static final Vec SCALE = ymm(1);
    private static final Vec MINIMUM = ymm(2);
    private static final Mem BYTES = Frame.local(0);

    private DecodeKernel() {}

    static byte[] plain(Avx2Assembler a, BlockType type) {
        Frame.enter(a);
        Frame.parameters(a, ROW, COLUMNS, TARGET);
        // RAX bounds the loop, so the loads of single values cannot go through it.
        Strip.values(
                a,
                COLUMNS,
                lanes -> {
                    Mem source = Mem.at(ROW, Strip.INDEX, type.blockBytes(), 0);
                    if (lanes == Lanes.ONE) {
                        FloatWeights.loadOne(a, type, VALUE, source, Gpr.RDX);
                    } else {
                        FloatWeights.load(a, type, VALUE, source);
                    }
                    lanes.store(a, Strip.at(TARGET), VALUE);
                });
        Frame.leave(a);
        return a.finish();
    }

    static byte[] quantised(Avx2Assembler a, Unpack unpack) {
        Frame.enter(a);
        Frame.parameters(a, Unpack.SOURCE, COLUMNS, TARGET);
        unpack.loadConstants(a);
        a.shr(COLUMNS, Integer.numberOfTrailingZeros(unpack.blockValues));
        Frame.repeat(
                a,
                COLUMNS,
                () -> {
                    unpack.begin(a);
                    for (int part = 0; part < unpack.parts(); part++) {
                        unpack.values(a, part);
                        a.vmovdqu(BYTES, Unpack.Q);
                        unpack.laneScales(a, part);
                        for (int eighth = 0; eighth < 4; eighth++) {
                            eight(a, unpack, part, eighth);
                        }
                    }
                    a.add(Unpack.SOURCE, unpack.blockBytes);
                    a.add(TARGET, 4 * unpack.blockValues);
                });
        Frame.leave(a);
        return a.finish();
    }

    private static void eight(Avx2Assembler a, Unpack unpack, int part, int index) {
        Mem bytes = BYTES.plus(8 * index);
        if (unpack.signed) {
            a.vpmovsxbd(VALUE, bytes);
        } else {
            a.vpmovzxbd(VALUE, bytes);
        }
        if (unpack.zeroPoint != 0) {
            a.vpsubd(VALUE, VALUE, Constants.integers(a, unpack.zeroPoint));
        }
        a.vcvtdq2ps(VALUE, VALUE);
        int[] lane = new int[8];
        Arrays.fill(lane, 2 * index); // a lane of scales is that of four values
        a.vmovdqu(SCALE, Mem.at(a.code().constant(lane)));
        a.vpermd(SCALE, SCALE, Unpack.LANE_SCALES);
        int first = 32 * part + 8 * index;
        if (unpack.minima) {
            a.vbroadcastss(MINIMUM, Unpack.MINIMA.plus(first / 16 * 4));
            a.vfmadd213ps(VALUE, SCALE, MINIMUM);
        } else {
            a.vmulps(VALUE, VALUE, SCALE);
        }
        a.vmovups(Mem.at(TARGET, 4 * first), VALUE);
    }
}
