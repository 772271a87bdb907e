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
                    case Q8_0 -> new ByteBlocks();
                    default -> null;
                });
    }
}
