package dev.mote.format.gguf;

import dev.mote.format.ModelFormatException;
import dev.mote.kernel.BlockType;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Tensor types by their number in GGUF files (ggml's {@code enum ggml_type}), those included that
 * this build only knows by name, so that a refusal can say what it refused.
 */
enum GgufTensorType {
    F32(0, BlockType.F32),
    F16(1, BlockType.F16),
    Q4_0(2, BlockType.Q4_0),
    Q4_1(3, BlockType.Q4_1),
    Q4_2(4),
    Q4_3(5),
    Q5_0(6, BlockType.Q5_0),
    Q5_1(7, BlockType.Q5_1),
    Q8_0(8, BlockType.Q8_0),
    Q8_1(9),
    Q2_K(10, BlockType.Q2_K),
    Q3_K(11, BlockType.Q3_K),
    Q4_K(12, BlockType.Q4_K),
    Q5_K(13, BlockType.Q5_K),
    Q6_K(14, BlockType.Q6_K),
    Q8_K(15),
    IQ2_XXS(16, BlockType.IQ2_XXS),
    IQ2_XS(17, BlockType.IQ2_XS),
    IQ3_XXS(18, BlockType.IQ3_XXS),
    IQ1_S(19, BlockType.IQ1_S),
    IQ4_NL(20, BlockType.IQ4_NL),
    IQ3_S(21, BlockType.IQ3_S),
    IQ2_S(22, BlockType.IQ2_S),
    IQ4_XS(23, BlockType.IQ4_XS),
    I8(24),
    I16(25),
    I32(26),
    I64(27),
    F64(28),
    IQ1_M(29, BlockType.IQ1_M),
    BF16(30, BlockType.BF16),
    Q4_0_4_4(31),
    Q4_0_4_8(32),
    Q4_0_8_8(33),
    TQ1_0(34, BlockType.TQ1_0),
    TQ2_0(35, BlockType.TQ2_0),
    IQ4_NL_4_4(36),
    IQ4_NL_4_8(37),
    IQ4_NL_8_8(38),
    MXFP4(39, BlockType.MXFP4),
    NVFP4(40),
    Q1_0(41),
    Q2_0(42);

    private static final Map<Integer, GgufTensorType> BY_ID = new HashMap<>();
    private static final Map<BlockType, GgufTensorType> BY_BLOCK_TYPE = new HashMap<>();

    static {
        for (GgufTensorType type : values()) {
            BY_ID.put(type.id, type);
            if (type.blockType != null) {
                BY_BLOCK_TYPE.put(type.blockType, type);
            }
        }
    }

    private final int id;
    private final @Nullable BlockType blockType;

    GgufTensorType(int id) {
        this(id, null);
    }

    GgufTensorType(int id, @Nullable BlockType blockType) {
        this.id = id;
        this.blockType = blockType;
    }

    int id() {
        return id;
    }

    /** The number to write for an encoding. */
    static int idOf(BlockType blockType) {
        GgufTensorType type = BY_BLOCK_TYPE.get(blockType);
        if (type == null) {
            throw new IllegalArgumentException("GGUF has no tensor type " + blockType);
        }
        return type.id;
    }

    /** The encoding of a number in a file, refused by name where this build has no codec. */
    static BlockType blockType(int id, String source, String tensorName) {
        GgufTensorType type = BY_ID.get(id);
        if (type == null) {
            throw new ModelFormatException(
                    source,
                    "tensor '%s' has type number %d, this build knows 0 to %d"
                            .formatted(tensorName, Integer.toUnsignedLong(id), BY_ID.size() - 1));
        }
        BlockType blockType = type.blockType;
        if (blockType == null) {
            throw new ModelFormatException(
                    source,
                    "tensor '%s' has type %s, which is not supported; use a file in another quantisation"
                            .formatted(tensorName, type));
        }
        return blockType;
    }
}
