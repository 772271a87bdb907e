package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * How eight rows lie side by side for one kind of multiplication.
 *
 * <p>A panel is a sequence of groups of 16 or 32 columns: their signed bytes with the zero point
 * taken off, then a scale of each row, then a minimum of each row if the type has minima.
 */
interface Panel {
    int ROWS = 8;

    /** Bytes of eight scales or minima. */
    int scaleBytes();

    /** Bytes of a group. */
    default int groupBytes(int group, boolean minima) {
        return group * ROWS + (minima ? 2 : 1) * scaleBytes();
    }

    /**
     * Stores 16 columns, 128 bytes.
     *
     * @param rows a register of 16 bytes for each row; changed
     * @param spare four registers
     */
    void storeBytes(Aarch64Assembler a, V[] rows, V[] spare, X to, int offset);

    /**
     * Stores the scales or minima of a group.
     *
     * @param lower those of rows 0 to 3
     * @param upper those of rows 4 to 7
     */
    void storeScales(Aarch64Assembler a, V lower, V upper, V spare, X to, int offset);
}
