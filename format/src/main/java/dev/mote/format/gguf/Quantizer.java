package dev.mote.format.gguf;

import dev.mote.format.TensorInfo;
import dev.mote.kernel.BlockType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Re-encodes the weights of a GGUF model.
 *
 * <p>Converted are matrices (two or more dimensions, name ending in {@code .weight}) whose rows are
 * whole blocks of the new type. Kept as they are: vectors, norms and biases, the router of experts,
 * position and token-type tables, relative position biases and convolution kernels, which are small
 * and which quantisation harms most; so does llama.cpp. Values are decoded to F32 first; a model
 * that was quantised before loses twice, which {@link Result#requantised} tells.
 *
 * <p>All keys are copied, except that {@code general.file_type} and {@code
 * general.quantization_version} state the new type and {@code quantize.*}, the log of an earlier
 * quantisation, is dropped. The bytes written depend on the input only.
 *
 * @see <a href="https://github.com/ggml-org/llama.cpp/blob/master/include/llama.h">llama_ftype</a>,
 *     the numbers of {@code general.file_type}
 */
public final class Quantizer {
    private static final Pattern KEPT =
            Pattern.compile(
                    "(^|.*\\.)(ffn_gate_inp|ffn_gate_inp_shexp|position_embd|token_types|attn_rel_b"
                            + "|conv|conv1d|ssm_conv1d|\\w*_norm)\\.weight");
    private static final int QUANTIZATION_VERSION = 2;

    /** Values one task decodes and encodes; a multiple of every block size. */
    private static final int SLICE_VALUES = 1 << 16;

    /** Tasks whose output is held before it is written. */
    private static final int BATCH_SLICES = 64;

    /**
     * What was done.
     *
     * @param converted tensors that have the new type now
     * @param kept tensors copied unchanged
     * @param requantised types converted tensors had that were quantised already; empty if none
     *     were
     * @param sourceBytes size of the model before
     * @param targetBytes size of the file written
     */
    public record Result(
            List<TensorInfo> converted,
            List<TensorInfo> kept,
            Set<BlockType> requantised,
            long sourceBytes,
            long targetBytes) {
        /** Copies the collections. */
        public Result {
            converted = List.copyOf(converted);
            kept = List.copyOf(kept);
            requantised = Set.copyOf(requantised);
        }
    }

    private Quantizer() {}

    /**
     * Writes a model anew with its weights in another type; works on all cores.
     *
     * @param source stays open and unchanged
     * @param target the file to write, whole or not at all; must not be the source
     * @param type one with {@link BlockType#canEncode}
     * @param progress hears of each tensor
     * @throws IllegalArgumentException if the type cannot be written or the target is the source
     * @throws java.io.UncheckedIOException naming the file if it cannot be written
     */
    public static Result quantize(
            GgufFile source, Path target, BlockType type, GgufWriter.Progress progress) {
        int fileType = fileType(type);
        checkDistinct(source.path(), target);
        GgufWriter writer =
                new GgufWriter()
                        .putAll(source)
                        .removeAll("quantize.")
                        .put("general.file_type", GgufValueType.UINT32, fileType)
                        .put(
                                "general.quantization_version",
                                GgufValueType.UINT32,
                                QUANTIZATION_VERSION);
        List<TensorInfo> converted = new ArrayList<>();
        List<TensorInfo> kept = new ArrayList<>();
        Set<BlockType> requantised = EnumSet.noneOf(BlockType.class);
        for (TensorInfo info : source.tensors().values()) {
            MemorySegment bytes = source.data(info.name());
            if (info.type() == type || !isConverted(info, type)) {
                kept.add(info);
                writer.tensor(info, bytes);
                continue;
            }
            if (info.type().blockSize() > 1) {
                requantised.add(info.type());
            }
            TensorInfo result =
                    new TensorInfo(info.name(), type, info.shape(), type.bytesFor(info.count()));
            converted.add(result);
            writer.tensor(result, channel -> convert(info, bytes, type, channel));
        }
        writer.write(target, progress);
        return new Result(converted, kept, requantised, source.byteSize(), writer.byteSize());
    }

    private static boolean isConverted(TensorInfo info, BlockType type) {
        return info.shape().size() >= 2
                && info.name().endsWith(".weight")
                && info.shape().getLast() % type.blockSize() == 0
                && !KEPT.matcher(info.name()).matches();
    }

    private static int fileType(BlockType type) {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1;
            case Q4_0 -> 2;
            case Q4_1 -> 3;
            case Q8_0 -> 7;
            case Q5_0 -> 8;
            case Q5_1 -> 9;
            case BF16 -> 32;
            default ->
                    throw new IllegalArgumentException(
                            "weights cannot be written as "
                                    + type
                                    + "; choose F32, F16, BF16, Q8_0, Q5_1, Q5_0, Q4_1 or Q4_0");
        };
    }

    private static void checkDistinct(Path source, Path target) {
        try {
            if (Files.exists(target) && Files.isSameFile(source, target)) {
                throw new IllegalArgumentException(
                        "'" + target + "' is the model itself; write to another file");
            }
        } catch (IOException unknown) {
            // Cannot be told apart, then the write will say why the target is out of reach.
            return;
        }
    }

    private static void convert(
            TensorInfo info, MemorySegment source, BlockType type, WritableByteChannel channel)
            throws IOException {
        long count = info.count();
        for (long start = 0; start < count; start += (long) BATCH_SLICES * SLICE_VALUES) {
            int values = (int) Math.min(count - start, (long) BATCH_SLICES * SLICE_VALUES);
            byte[] encoded = new byte[(int) type.bytesFor(values)];
            MemorySegment target = MemorySegment.ofArray(encoded);
            long batchStart = start;
            IntStream.range(0, Math.ceilDiv(values, SLICE_VALUES))
                    .parallel()
                    .forEach(slice -> {
                        int offset = slice * SLICE_VALUES;
                        int length = Math.min(SLICE_VALUES, values - offset);
                        float[] decoded = new float[length];
                        info.type()
                                .decode(
                                        source,
                                        info.type().bytesFor(batchStart + offset),
                                        decoded,
                                        0,
                                        length);
                        type.encode(decoded, 0, target, type.bytesFor(offset), length);
                    });
            channel.write(ByteBuffer.wrap(encoded));
        }
    }
}
