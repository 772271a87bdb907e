package dev.mote.kernel.generated.x86.avx512;

import static dev.mote.kernel.assembler.x86.Vec.zmm;

import dev.mote.kernel.assembler.x86.Avx512Assembler;
import dev.mote.kernel.assembler.x86.Vec;

/** Transposes 16 rows of 16 doublewords in registers. */
final class Transpose {
    private Transpose() {}

    /**
     * Turns rows in zmm0 … zmm15 to columns; all vector registers are overwritten.
     *
     * @return the register of each column
     */
    static Vec[] emit(Avx512Assembler a) {
        // Doublewords of neighbouring rows: row pairs in zmm16 … zmm31.
        for (int pair = 0; pair < 8; pair++) {
            a.vpunpckldq(zmm(16 + 2 * pair), zmm(2 * pair), zmm(2 * pair + 1));
            a.vpunpckhdq(zmm(17 + 2 * pair), zmm(2 * pair), zmm(2 * pair + 1));
        }
        // Quadwords of neighbouring pairs: in lane l of zmm(4 · q + c), column 4 · l + c of rows 4q
        // …
        for (int quad = 0; quad < 4; quad++) {
            int from = 16 + 4 * quad;
            a.vpunpcklqdq(zmm(4 * quad), zmm(from), zmm(from + 2));
            a.vpunpckhqdq(zmm(4 * quad + 1), zmm(from), zmm(from + 2));
            a.vpunpcklqdq(zmm(4 * quad + 2), zmm(from + 1), zmm(from + 3));
            a.vpunpckhqdq(zmm(4 * quad + 3), zmm(from + 1), zmm(from + 3));
        }
        // A four by four transposition of lanes for each of the four columns within a lane.
        Vec[] columns = new Vec[16];
        for (int c = 0; c < 4; c++) {
            a.vshufi32x4(zmm(16 + c), zmm(c), zmm(4 + c), 0x88); // lanes 0, 2 of quads 0, 1
            a.vshufi32x4(zmm(20 + c), zmm(c), zmm(4 + c), 0xDD); // lanes 1, 3
            a.vshufi32x4(zmm(24 + c), zmm(8 + c), zmm(12 + c), 0x88);
            a.vshufi32x4(zmm(28 + c), zmm(8 + c), zmm(12 + c), 0xDD);
        }
        for (int c = 0; c < 4; c++) {
            a.vshufi32x4(zmm(c), zmm(16 + c), zmm(24 + c), 0x88);
            a.vshufi32x4(zmm(4 + c), zmm(20 + c), zmm(28 + c), 0x88);
            a.vshufi32x4(zmm(8 + c), zmm(16 + c), zmm(24 + c), 0xDD);
            a.vshufi32x4(zmm(12 + c), zmm(20 + c), zmm(28 + c), 0xDD);
            for (int lane = 0; lane < 4; lane++) {
                columns[4 * lane + c] = zmm(4 * lane + c);
            }
        }
        return columns;
    }
}
