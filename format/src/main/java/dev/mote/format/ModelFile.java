package dev.mote.format;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;

/**
 * An open model file: metadata and mapped tensors.
 *
 * <p>Whoever opens it closes it; closing unmaps the memory of every segment handed out. Thread-safe
 * for reading.
 */
public interface ModelFile extends AutoCloseable {
    /** Where it was opened. */
    Path path();

    /** Its metadata. */
    Metadata metadata();

    /** The tensor table by name, in file order. */
    Map<String, TensorInfo> tensors();

    /**
     * The mapped, read-only bytes of a tensor, exactly {@link TensorInfo#byteSize()} of them.
     *
     * @throws ModelFormatException if there is no such tensor
     */
    MemorySegment data(String tensorName);

    /** Unmaps the file. */
    @Override
    void close();
}
