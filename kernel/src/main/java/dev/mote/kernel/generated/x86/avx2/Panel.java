package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.CodeBuffer.Label;
import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Gpr;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

import java.util.Arrays;

/** How rows lie side by side, and the storing of their results. */
final class Panel {
    /** Rows of a panel: two registers of lanes. */
    static final int ROWS = 16;

    /** Bytes of four columns of all rows as bytes, of one as floats. */
    static final int STEP_BYTES = 4 * ROWS;

    private Panel() {}

    /** Bytes of a group of columns: weights, a scale for each row, perhaps a minimum. */
    static int groupBytes(Unpack unpack) {
        return ROWS * (unpack.group + 4 + (unpack.minima ? 4 : 0));
    }

    /**
     * Makes masks of which the lowest {@code rows} of 16 lanes are set; overwrites both registers.
     */
    static void masks(Avx2Assembler a, Gpr rows, Gpr temp, Vec first, Vec second) {
        int[] runs = new int[2 * ROWS];
        Arrays.fill(runs, 0, ROWS, -1);
        Label table = a.code().constant(runs);
        a.lea(temp, Mem.at(table));
        a.shl(rows, 2);
        a.add(temp, STEP_BYTES);
        a.sub(temp, rows);
        a.vmovdqu(first, Mem.at(temp));
        a.vmovdqu(second, Mem.at(temp, 32));
    }
}
