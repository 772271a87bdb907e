package dev.mote.format.gguf;

import dev.mote.format.Metadata;
import dev.mote.format.TensorInfo;

import java.util.Map;

/**
 * Everything before the weights of one GGUF file.
 *
 * @param version 2 or 3
 * @param metadata its keys
 * @param keyBytes where each key/value pair's type and value lie, to copy them unchanged
 * @param tensors its tensor table in file order
 * @param alignment of tensor data, bytes
 */
record GgufHeader(
        int version,
        Metadata metadata,
        Map<String, ByteRange> keyBytes,
        Map<String, Tensor> tensors,
        int alignment) {

    /** Where a value lies in the header. */
    record ByteRange(int start, int end) {}

    /**
     * A tensor and where it begins.
     *
     * @param info name, type, shape, size
     * @param offsetBytes from the start of the file
     */
    record Tensor(TensorInfo info, long offsetBytes) {}
}
