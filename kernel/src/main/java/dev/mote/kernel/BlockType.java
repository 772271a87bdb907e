package dev.mote.kernel;

import dev.mote.kernel.block.Bf16Codec;
import dev.mote.kernel.block.BlockDecoder;
import dev.mote.kernel.block.BlockEncoder;
import dev.mote.kernel.block.F16Codec;
import dev.mote.kernel.block.F32Codec;
import dev.mote.kernel.block.IQ1_MCodec;
import dev.mote.kernel.block.IQ1_SCodec;
import dev.mote.kernel.block.IQ2_SCodec;
import dev.mote.kernel.block.IQ2_XSCodec;
import dev.mote.kernel.block.IQ2_XXSCodec;
import dev.mote.kernel.block.IQ3_SCodec;
import dev.mote.kernel.block.IQ3_XXSCodec;
import dev.mote.kernel.block.IQ4_NLCodec;
import dev.mote.kernel.block.IQ4_XSCodec;
import dev.mote.kernel.block.MXFP4Codec;
import dev.mote.kernel.block.Q2_KCodec;
import dev.mote.kernel.block.Q3_KCodec;
import dev.mote.kernel.block.Q4_0Codec;
import dev.mote.kernel.block.Q4_1Codec;
import dev.mote.kernel.block.Q4_KCodec;
import dev.mote.kernel.block.Q5_0Codec;
import dev.mote.kernel.block.Q5_1Codec;
import dev.mote.kernel.block.Q5_KCodec;
import dev.mote.kernel.block.Q6_KCodec;
import dev.mote.kernel.block.Q8_0Codec;
import dev.mote.kernel.block.TQ1_0Codec;
import dev.mote.kernel.block.TQ2_0Codec;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How tensor values are encoded: plain floats, or blocks of quantised values that share scales.
 *
 * <p>The names are GGML's. Adding a type is one codec file beside this one and one line here.
 */
public enum BlockType {
    F32(1, 4, F32Codec::decode, F32Codec::encode),
    F16(1, 2, F16Codec::decode, F16Codec::encode),
    BF16(1, 2, Bf16Codec::decode, Bf16Codec::encode),
    Q4_0(32, 18, Q4_0Codec::decode, Q4_0Codec::encode),
    Q4_1(32, 20, Q4_1Codec::decode, Q4_1Codec::encode),
    Q5_0(32, 22, Q5_0Codec::decode, Q5_0Codec::encode),
    Q5_1(32, 24, Q5_1Codec::decode, Q5_1Codec::encode),
    Q8_0(32, 34, Q8_0Codec::decode, Q8_0Codec::encode),
    Q2_K(256, 84, Q2_KCodec::decode),
    Q3_K(256, 110, Q3_KCodec::decode),
    Q4_K(256, 144, Q4_KCodec::decode),
    Q5_K(256, 176, Q5_KCodec::decode),
    Q6_K(256, 210, Q6_KCodec::decode),
    IQ1_S(256, 50, IQ1_SCodec::decode),
    IQ1_M(256, 56, IQ1_MCodec::decode),
    IQ2_XXS(256, 66, IQ2_XXSCodec::decode),
    IQ2_XS(256, 74, IQ2_XSCodec::decode),
    IQ2_S(256, 82, IQ2_SCodec::decode),
    IQ3_XXS(256, 98, IQ3_XXSCodec::decode),
    IQ3_S(256, 110, IQ3_SCodec::decode),
    IQ4_NL(32, 18, IQ4_NLCodec::decode),
    IQ4_XS(256, 136, IQ4_XSCodec::decode),
    TQ1_0(256, 54, TQ1_0Codec::decode),
    TQ2_0(256, 66, TQ2_0Codec::decode),
    MXFP4(32, 17, MXFP4Codec::decode);

    private final int blockSize;
    private final int blockBytes;

    // Immutable: every decoder is a reference to a static method and holds no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BlockDecoder decoder;

    // Immutable for the same reason; null where the type is only read.
    @SuppressWarnings("ImmutableEnumChecker")
    private final @Nullable BlockEncoder encoder;

    BlockType(int blockSize, int blockBytes, BlockDecoder decoder) {
        this(blockSize, blockBytes, decoder, null);
    }

    BlockType(int blockSize, int blockBytes, BlockDecoder decoder, @Nullable BlockEncoder encoder) {
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
        this.decoder = decoder;
        this.encoder = encoder;
    }

    /** Values in one block; 1 for plain floats. */
    public int blockSize() {
        return blockSize;
    }

    /** Encoded bytes of one block. */
    public int blockBytes() {
        return blockBytes;
    }

    /**
     * Encoded bytes of {@code count} values.
     *
     * @throws IllegalArgumentException if count is no multiple of the block size
     * @throws ArithmeticException if the size overflows
     */
    public long bytesFor(long count) {
        if (count % blockSize != 0) {
            throw new IllegalArgumentException(
                    "%d values are no whole number of %s blocks of %d"
                            .formatted(count, this, blockSize));
        }
        return Math.multiplyExact(count / blockSize, (long) blockBytes);
    }

    /**
     * Decodes {@code count} values to F32, exactly as GGML defines the type.
     *
     * <p>Any bytes decode to some values, infinities and NaN among them.
     *
     * @param source encoded little-endian blocks, at any alignment
     * @param offset byte offset of the first block
     * @param target receives the values
     * @param targetOffset index of the first value in {@code target}
     * @param count a multiple of the block size
     * @throws IllegalArgumentException if count is no multiple of the block size
     * @throws IndexOutOfBoundsException if source or target are too small; nothing is written then
     */
    public void decode(
            MemorySegment source, long offset, float[] target, int targetOffset, int count) {
        Objects.checkFromIndexSize(offset, bytesFor(count), source.byteSize());
        Objects.checkFromIndexSize(targetOffset, count, target.length);
        decoder.decode(source, offset, target, targetOffset, count / blockSize);
    }

    /** Whether {@link #encode} writes this type; the others are only read. */
    public boolean canEncode() {
        return encoder != null;
    }

    /**
     * Encodes {@code count} F32 values, rounding as GGML's own quantisation does.
     *
     * <p>Values beyond the range of F16 become infinite in F16 and in the scales of quantised
     * blocks.
     *
     * @param source the values
     * @param sourceOffset index of the first value
     * @param target receives little-endian blocks, at any alignment
     * @param offset byte offset of the first block
     * @param count a multiple of the block size
     * @throws UnsupportedOperationException if {@link #canEncode} is false
     * @throws IllegalArgumentException if count is no multiple of the block size
     * @throws IndexOutOfBoundsException if source or target are too small; nothing is written then
     */
    public void encode(
            float[] source, int sourceOffset, MemorySegment target, long offset, int count) {
        if (encoder == null) {
            throw new UnsupportedOperationException(
                    "values cannot be encoded as %s; types that can be written are %s"
                            .formatted(
                                    this,
                                    Stream.of(values()).filter(BlockType::canEncode).toList()));
        }
        Objects.checkFromIndexSize(sourceOffset, count, source.length);
        Objects.checkFromIndexSize(offset, bytesFor(count), target.byteSize());
        encoder.encode(source, sourceOffset, target, offset, count / blockSize);
    }

    /** Mean bits per value, scales included. */
    public double bitsPerValue() {
        return 8.0 * blockBytes / blockSize;
    }
}
