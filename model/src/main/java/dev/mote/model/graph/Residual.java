package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;

import org.jspecify.annotations.Nullable;

/**
 * x += scale · after(sublayer(before(x))), the residual connection of decoders.
 *
 * @param before normalises the input, or none
 * @param after normalises the sublayer's output, or none
 * @param scale factor on the sublayer's output
 */
public record Residual(@Nullable Norm before, Sublayer sublayer, @Nullable Norm after, float scale)
        implements Step {
    /** x += sublayer(before(x)), as in GPT-2 and Llama. */
    public static Residual preNorm(Norm before, Sublayer sublayer) {
        return new Residual(before, sublayer, null, 1);
    }

    /** x += after(sublayer(before(x))), as in Gemma 2. */
    public static Residual sandwich(Norm before, Sublayer sublayer, Norm after) {
        return new Residual(before, sublayer, after, 1);
    }

    /** x += after(sublayer(x)), as in OLMo 2. */
    public static Residual normedOutput(Sublayer sublayer, Norm after) {
        return new Residual(null, sublayer, after, 1);
    }

    /** The same with the sublayer's output multiplied by {@code factor}. */
    public Residual scaled(float factor) {
        return new Residual(before, sublayer, after, factor);
    }

    @Override
    public void apply(Pass pass, FloatMatrix stream) {
        int n = stream.rows();
        int width = stream.columns();
        FloatMatrix input = stream;
        if (before != null) {
            input = pass.scratch(Workspace.Buffer.NORMED, n, width);
            before.apply(pass.kernels(), stream, input);
        }
        FloatMatrix output = pass.scratch(Workspace.Buffer.SUBLAYER, n, width);
        sublayer.apply(pass, input, output);
        if (after != null) {
            after.apply(pass.kernels(), output, output);
        }
        if (scale != 1) {
            pass.kernels().scale(output, scale);
        }
        pass.kernels().add(stream, output);
    }
}
