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

    /**
     * Makes sure that its files are still as long as when they were mapped. Asking costs a system
     * call a file.
     *
     * @throws ModelFormatException naming the file that was cut short
     */
    void requireWhole();

    /** Unmaps the file. */
    @Override
    void close();
}
