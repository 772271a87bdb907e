package dev.mote.kernel.generated;

import java.lang.foreign.MemorySegment;

/** What the generated backend asks of the operating system; the only place that calls it. */
public interface OperatingSystem {
    /** The system this process runs on. */
    static OperatingSystem current() {
        String name = System.getProperty("os.name", "");
        if (name.startsWith("Windows")) {
            return new Windows();
        }
        return new Posix(name.startsWith("Mac"));
    }

    /** The size that memory is reserved in. */
    long pageBytes();

    /**
     * Readable and writable pages of zeros.
     *
     * @throws ExecutableMemoryException if there are none
     */
    MemorySegment reserve(long bytes);

    /**
     * Makes reserved pages, which were never executable before, readable and executable, and no
     * longer writable; what was written to them is then what the processor executes.
     *
     * @throws ExecutableMemoryException if the system refuses
     */
    void makeExecutable(MemorySegment pages);

    /** Gives reserved pages back. */
    void release(MemorySegment pages);

    /** Whether x86-64 code is called as Microsoft's compilers do: see {@link MicrosoftEntry}. */
    default boolean callsAsMicrosoft() {
        return false;
    }

    /**
     * What the system says about the processor: the ELF auxiliary vector's entry of this type, 0
     * where there is none.
     */
    long auxiliaryValue(long type);
}
