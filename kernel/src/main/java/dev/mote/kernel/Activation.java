package dev.mote.kernel;

/** Activation functions of feed-forward layers. */
public enum Activation {
    /** x · sigmoid(x), also called swish. */
    SILU,
    /**
     * GELU in its tanh approximation, as GGML computes it (Hendrycks and Gimpel, arXiv:1606.08415).
     */
    GELU,
    /** max(x, 0). */
    RELU
}
