package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;

/**
 * Which register holds what, in every kernel that reads quantised weights.
 *
 * <p>A kernel takes 128 columns of a row at a time (32 at the end of a row whose blocks are that
 * small). A {@link WeightFormat} leaves them in {@link #WEIGHTS}, {@link #SCALES} and {@link #MINS}
 * and may use {@link #TEMPORARIES}, {@link #SCRATCH}, and of {@link #CONSTANTS} and {@link #TABLES}
 * what it has put there itself. Everything else belongs to the kernel.
 */
final class Plan {
    /** Weights in the order of the columns, 16 signed bytes each. */
    static final V[] WEIGHTS = {V.V0, V.V1, V.V2, V.V3, V.V4, V.V5, V.V6, V.V7};

    /** Activations in the order of the columns, 16 signed bytes each. */
    static final V[] ACTIVATIONS = {V.V8, V.V9, V.V10, V.V11, V.V12, V.V13, V.V14, V.V15};

    /** Scales of the groups, four floats each; the second is for groups of 16 only. */
    static final V[] SCALES = {V.V16, V.V17};

    /** What is to be added to the weights of the groups, as {@link #SCALES}. */
    static final V[] MINS = {V.V18, V.V19};

    static final V[] TEMPORARIES = {V.V20, V.V21, V.V22, V.V23};

    /** Running sums of rows or tokens, in four parts each. */
    static final V[] SUMS = {V.V24, V.V25, V.V26, V.V27};

    static final V[] CONSTANTS = {V.V28, V.V29, V.V30, V.V31};

    /** The address of the kernel's slots. */
    static final X SLOTS = X.X0;

    /** Addresses of codebooks. */
    static final X[] TABLES = {X.X12, X.X13};

    static final X[] SCRATCH = {X.X14, X.X15, X.X16, X.X17};

    private Plan() {}
}
