package dev.mote.format.gguf;

import dev.mote.format.internal.MappedFiles;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** One mapped file and its header. */
record MappedGguf(MemorySegment bytes, GgufHeader header) {
    static MappedGguf map(Path path, MappedFiles files) {
        MemorySegment bytes = files.map(path, "a GGUF file");
        long headerSize = Math.min(bytes.byteSize(), GgufLimits.HEADER_BYTES_MAX);
        HeaderCursor cursor =
                new HeaderCursor(path.toString(), bytes.asSlice(0, headerSize).asByteBuffer());
        return new MappedGguf(bytes, new HeaderReader(cursor, bytes.byteSize()).read());
    }

    /** The bytes of a tensor of this file. */
    MemorySegment data(GgufHeader.Tensor tensor) {
        return bytes.asSlice(tensor.offsetBytes(), tensor.info().byteSize());
    }
}
