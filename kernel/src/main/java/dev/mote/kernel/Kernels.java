package dev.mote.kernel;

import dev.mote.kernel.check.Shapes;
import dev.mote.kernel.generated.OperatingSystem;

import org.jspecify.annotations.Nullable;

/**
 * The numeric operations of transformer inference. Callers never see which backend computes them.
 *
 * <p>Results do not depend on the number of threads: work is split over outputs, never inside a
 * sum. One operation at a time: an instance runs its worker threads for one caller, so concurrent
 * callers must synchronise or use instances of their own. All matrices must be backed by native
 * memory that is alive during the call; outputs must not overlap inputs unless said. Shapes are
 * checked before any work.
 *
 * <p>Letters: n tokens (rows), k inputs (columns), m outputs.
 */
public interface Kernels extends AutoCloseable {
    /** Environment variable that overrides the choice of a backend. */
    String CHOICE_VARIABLE = "MOTE_KERNELS";

    /**
     * Opens the fastest backend this machine runs, or the one that the environment variable {@link
     * #CHOICE_VARIABLE} names; {@link #description()} says which and why.
     *
     * <p>Memory of all operands must be accessible from other threads: allocated from shared,
     * automatic or global arenas.
     *
     * @param threads worker threads, the caller's included; 0 or less means one per physical core
     * @throws IllegalArgumentException if the variable names no backend
     */
    static Kernels open(int threads) {
        String wanted = System.getenv(CHOICE_VARIABLE);
        return open(threads, wanted == null ? "" : wanted.strip());
    }

    /**
     * Opens the backend of this name: {@code reference}, {@code vector}, {@code generated}, or an
     * instruction set that there is machine code for, as {@code avx512-vnni}; an empty name is the
     * fastest.
     *
     * @param threads as in {@link #open(int)}
     * @throws IllegalArgumentException if there is no such backend
     * @throws IllegalStateException if this machine cannot run it
     */
    static Kernels open(int threads, String backend) {
        return KernelChoice.open(threads, backend, OperatingSystem::current);
    }

    /** Name of the backend, for example {@code vector}. */
    String name();

    /** One sentence on what was chosen and why, for people. */
    String description();

    /** Worker threads, the caller's included. */
    int threads();

    /**
     * y[n, m] = x[n, k] · w[m, k]ᵀ.
     *
     * <p>Backends may quantise x to 8 bits per value for quantised weights; F32, F16 and BF16
     * weights are multiplied with F32 activations.
     *
     * @throws IllegalArgumentException if the shapes do not fit, naming both
     */
    void matmul(WeightMatrix w, FloatMatrix x, FloatMatrix y);

    /**
     * y[i] = x · w[i]ᵀ for every i: the results of {@link #matmul(WeightMatrix, FloatMatrix,
     * FloatMatrix)} one by one, with what the products share done once.
     *
     * @throws IllegalArgumentException if there are not as many outputs as weights, or shapes do
     *     not fit
     */
    default void matmul(WeightMatrix[] w, FloatMatrix x, FloatMatrix[] y) {
        Shapes.matmul(w, x, y);
        for (int i = 0; i < w.length; i++) {
            matmul(w[i], x, y[i]);
        }
    }

    /** y[i] = row ids[i] of w, decoded. */
    void gather(WeightMatrix w, int[] ids, FloatMatrix y);

    /**
     * y = x / sqrt(mean(x²) + epsilon) · weight, for each group of weight.columns() values of each
     * row (arXiv:1910.07467). x and y may be the same; weight is [1, width], width divides the
     * columns.
     */
    void rmsNorm(FloatMatrix x, FloatMatrix weight, float epsilon, FloatMatrix y);

    /**
     * y = (x − mean) / sqrt(variance + epsilon) · weight + bias, per row (arXiv:1607.06450). x may
     * be y.
     */
    void layerNorm(
            FloatMatrix x,
            FloatMatrix weight,
            @Nullable FloatMatrix bias,
            float epsilon,
            FloatMatrix y);

    /** Rotates each head of each row in place; row r is at position firstPosition + r. */
    void rope(FloatMatrix x, int headSize, RopeTable table, int firstPosition);

    /**
     * Appends keys [n, kvHeads · keySize] and values [n, kvHeads · valueSize] at positions
     * firstPosition … firstPosition + n − 1, converting to the layer's type.
     */
    void store(KvLayer layer, int firstPosition, FloatMatrix keys, FloatMatrix values);

    /**
     * out[n, heads · valueSize] = softmax(mask(q · kᵀ · scale) + bias) · v over positions 0 …
     * keyCount − 1 of the layer; row r of q is at position firstPosition + r.
     */
    void attention(
            AttentionShape shape,
            FloatMatrix q,
            KvLayer layer,
            int firstPosition,
            int keyCount,
            FloatMatrix out);

    /** gate = activation(gate) · up, element by element. */
    void gatedActivation(Activation activation, FloatMatrix gate, FloatMatrix up);

    /** x = activation(x). */
    void activation(Activation activation, FloatMatrix x);

    /** x += y; where y has one row it is added to every row of x. */
    void add(FloatMatrix x, FloatMatrix y);

    /** x *= factor. */
    void scale(FloatMatrix x, float factor);

    /** x = cap · tanh(x / cap). */
    void softCap(FloatMatrix x, float cap);

    /** Stops the worker threads. */
    @Override
    void close();
}
