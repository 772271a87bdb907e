package dev.mote.format.safetensors;

import dev.mote.kernel.BlockType;

import org.jspecify.annotations.Nullable;

/** Element types of safetensors files; those that weights may have name their encoding. */
enum Dtype {
    F32(4, BlockType.F32),
    F16(2, BlockType.F16),
    BF16(2, BlockType.BF16),
    F64(8, null),
    I64(8, null),
    U64(8, null),
    I32(4, null),
    U32(4, null),
    I16(2, null),
    U16(2, null),
    I8(1, null),
    U8(1, null),
    BOOL(1, null),
    F8_E4M3(1, null),
    F8_E5M2(1, null),
    F8_E8M0(1, null);

    private final int byteSize;
    private final @Nullable BlockType blockType;

    Dtype(int byteSize, @Nullable BlockType blockType) {
        this.byteSize = byteSize;
        this.blockType = blockType;
    }

    int byteSize() {
        return byteSize;
    }

    /** The encoding, or null if no weights have this type. */
    @Nullable BlockType blockType() {
        return blockType;
    }

    static @Nullable Dtype ofName(String name) {
        for (Dtype dtype : values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        return null;
    }
}
