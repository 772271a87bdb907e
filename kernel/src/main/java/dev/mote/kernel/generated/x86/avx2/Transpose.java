package dev.mote.kernel.generated.x86.avx2;

import static dev.mote.kernel.assembler.x86.Vec.ymm;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Vec;

/** Transposes eight rows of eight doublewords in registers. */
final class Transpose {
    private Transpose() {}

    /**
     * Turns rows in ymm0 … ymm7 to columns; all vector registers are overwritten.
     *
     * @return the register of each column
     */
    static Vec[] emit(Avx2Assembler a) {
        for (int pair = 0; pair < 4; pair++) {
            a.vpunpckldq(ymm(8 + 2 * pair), ymm(2 * pair), ymm(2 * pair + 1));
            a.vpunpckhdq(ymm(9 + 2 * pair), ymm(2 * pair), ymm(2 * pair + 1));
        }
        // In lane l of ymm(4 · q + c): column 4 · l + c of rows 4 · q to 4 · q + 3.
        for (int quad = 0; quad < 2; quad++) {
            int from = 8 + 4 * quad;
            a.vpunpcklqdq(ymm(4 * quad), ymm(from), ymm(from + 2));
            a.vpunpckhqdq(ymm(4 * quad + 1), ymm(from), ymm(from + 2));
            a.vpunpcklqdq(ymm(4 * quad + 2), ymm(from + 1), ymm(from + 3));
            a.vpunpckhqdq(ymm(4 * quad + 3), ymm(from + 1), ymm(from + 3));
        }
        Vec[] columns = new Vec[8];
        for (int c = 0; c < 4; c++) {
            columns[c] = ymm(8 + c);
            columns[4 + c] = ymm(12 + c);
            a.vperm2i128(columns[c], ymm(c), ymm(4 + c), 0x20);
            a.vperm2i128(columns[4 + c], ymm(c), ymm(4 + c), 0x31);
        }
        return columns;
    }
}
