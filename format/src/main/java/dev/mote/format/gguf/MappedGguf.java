package dev.mote.format.gguf;

import dev.mote.format.internal.Mapping;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** One mapped file and its header. */
record MappedGguf(MemorySegment bytes, GgufHeader header) {
    static MappedGguf map(Path path, Arena arena) {
        MemorySegment bytes = Mapping.map(path, "a GGUF file", arena);
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
