package dev.mote.kernel.generated.aarch64;

import dev.mote.kernel.BlockType;

import java.util.Optional;

/** The quantised types that there is code for. */
final class WeightFormats {
    private WeightFormats() {}

    static Optional<WeightFormat> of(BlockType type) {
        return Optional.ofNullable(
                switch (type) {
                    case Q4_0, Q4_1 -> new FourBitBlocks(type);
                    case Q5_0, Q5_1 -> new FiveBitBlocks(type);
                    case Q8_0 -> new ByteBlocks();
                    case IQ4_NL, MXFP4 -> new TableBlocks(type);
                    case Q2_K -> new TwoBitSuperBlocks();
                    case Q3_K -> new ThreeBitSuperBlocks();
                    case Q4_K, Q5_K -> new MinSuperBlocks(type);
                    case Q6_K -> new SixBitSuperBlocks();
                    case IQ4_XS -> new NonLinearSuperBlocks();
                    case IQ2_XXS, IQ2_XS, IQ2_S -> new TwoBitPoints(type);
                    case IQ3_XXS, IQ3_S -> new ThreeBitPoints(type);
                    case IQ1_S, IQ1_M -> new TernaryPoints(type);
                    case TQ1_0, TQ2_0 -> new TernarySuperBlocks(type);
                    case F32, F16, BF16 -> null;
                });
    }
}
