package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/** How the quantised activations of a token lie in memory. */
interface ActivationLayout {
    /** Absent columns are written as zeros up to a multiple of this power of two. */
    int columnsMultiple();

    /**
     * Finds the places to write to; may use X6 to X17 and V24 to V28 from here on.
     *
     * @param parameters address of the kernel's parameters, of which 2 is the target and 3 the zero
     *     point of the weights
     * @param padded register with the padded column count
     */
    void prepare(Aarch64Assembler a, X parameters, X padded);

    /**
     * Writes the next 32 columns.
     *
     * @param first 16 bytes
     * @param second the other 16 bytes
     * @param scale lane 0 holds the scale
     * @param sum16 lanes 0 and 1 hold sums of 16 bytes; changed
     * @param sum32 lane 0 holds the sum of all; changed
     */
    void store(Aarch64Assembler a, V first, V second, V scale, V sum16, V sum32);
}
