package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;

import java.util.Arrays;

/**
 * LFM2's gated short convolution: out(c · conv(b · x)), where b, c and x are projections of the
 * input and conv is a causal depthwise convolution over the last few positions.
 *
 * <p>Remembers the last taps − 1 values of b · x; what lies before the sequence is zero. Not
 * thread-safe: row buffers are reused.
 */
public final class ShortConvolution implements Sublayer {
    private final Linear inputGate;
    private final Linear outputGate;
    private final Linear value;
    private final Linear output;
    private final int slot;
    private final int length;
    private final int width;

    /** [tap][channel], the last tap belonging to the current position. */
    private final float[][] taps;

    /** The window of b · x rows that ends at the current position, oldest first. */
    private final float[][] window;

    private final float[] values;
    private final float[] other;

    /**
     * Takes the projections and the taps.
     *
     * @param inputGate computes b
     * @param outputGate computes c
     * @param value computes x
     * @param kernel [channels, taps]
     * @param slot where the sequence remembers recent inputs
     */
    public ShortConvolution(
            Linear inputGate,
            Linear outputGate,
            Linear value,
            FloatMatrix kernel,
            Linear output,
            int slot) {
        this.inputGate = inputGate;
        this.outputGate = outputGate;
        this.value = value;
        this.output = output;
        this.slot = slot;
        length = kernel.columns();
        width = kernel.rows();
        taps = new float[length][width];
        for (int channel = 0; channel < width; channel++) {
            for (int tap = 0; tap < length; tap++) {
                taps[tap][channel] = kernel.get(channel, tap);
            }
        }
        window = new float[length][width];
        values = new float[width];
        other = new float[width];
    }

    @Override
    public void apply(Pass pass, FloatMatrix in, FloatMatrix out) {
        int n = in.rows();
        FloatMatrix b = pass.scratch(Workspace.Buffer.CONVOLUTION_IN, n, width);
        FloatMatrix c = pass.scratch(Workspace.Buffer.CONVOLUTION_GATE, n, width);
        FloatMatrix x = pass.scratch(Workspace.Buffer.CONVOLUTION_VALUE, n, width);
        inputGate.apply(pass, in, b);
        outputGate.apply(pass, in, c);
        value.apply(pass, in, x);
        int row = 0;
        for (int sequence = 0; sequence < pass.sequenceCount(); sequence++) {
            int end = row + pass.length(sequence, n);
            FloatMatrix recent = pass.memory(sequence).recent(slot);
            for (int i = 0; i < length - 1; i++) {
                recent.copyRow(i, window[i + 1], 0);
            }
            for (; row < end; row++) {
                convolve(b, c, x, row);
            }
            for (int i = 0; i < length - 1; i++) {
                recent.setRow(i, window[i + 1], 0);
            }
        }
        output.apply(pass, c, out);
    }

    /** Moves the window on by row r and replaces that row of c by c · conv(window). */
    private void convolve(FloatMatrix b, FloatMatrix c, FloatMatrix x, int r) {
        float[] newest = window[0];
        System.arraycopy(window, 1, window, 0, length - 1);
        window[length - 1] = newest;
        b.copyRow(r, newest, 0);
        x.copyRow(r, values, 0);
        for (int i = 0; i < width; i++) {
            newest[i] *= values[i];
        }
        Arrays.fill(values, 0);
        for (int tap = 0; tap < length; tap++) {
            accumulate(window[tap], taps[tap], values);
        }
        c.copyRow(r, other, 0);
        for (int i = 0; i < width; i++) {
            values[i] *= other[i];
        }
        c.setRow(r, values, 0);
    }

    private static void accumulate(float[] inputs, float[] factors, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += inputs[i] * factors[i];
        }
    }
}
