package dev.mote.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Memory of this process.
 *
 * @param residentBytes pages in memory, or absent where the system does not tell
 * @param mappedFileBytes part of them that belongs to mapped files (the model) and can be dropped
 * @param heapBytes used Java heap
 */
record ProcessMemory(OptionalLong residentBytes, OptionalLong mappedFileBytes, long heapBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Reads the figures of now; on Linux from {@code /proc/self/status}. */
    static ProcessMemory read() {
        Runtime runtime = Runtime.getRuntime();
        long heap = runtime.totalMemory() - runtime.freeMemory();
        try {
            String status = Files.isReadable(STATUS) ? Files.readString(STATUS) : "";
            return new ProcessMemory(field(status, "VmRSS:"), field(status, "RssFile:"), heap);
        } catch (IOException e) {
            return new ProcessMemory(OptionalLong.empty(), OptionalLong.empty(), heap);
        }
    }

    private static OptionalLong field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
    }

    /** Resident memory without mapped files. */
    OptionalLong privateBytes() {
        return residentBytes.isPresent() && mappedFileBytes.isPresent()
                ? OptionalLong.of(residentBytes.getAsLong() - mappedFileBytes.getAsLong())
                : OptionalLong.empty();
    }

    /** In words. */
    String describe() {
        OptionalLong own = privateBytes();
        return own.isPresent()
                ? "memory "
                        + Console.size(own.getAsLong())
                        + " + "
                        + Console.size(mappedFileBytes.getAsLong())
                        + " mapped"
                : "heap " + Console.size(heapBytes);
    }
}
