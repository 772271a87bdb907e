package dev.mote.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** How many threads suit compute-bound work on this machine. */
public final class ProcessorCores {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    private ProcessorCores() {}

    /**
     * Physical cores this process may use: logical processors that share a core compete for its
     * arithmetic units, so one thread per core is fastest.
     *
     * <p>Read from the kernel's topology files on Linux; elsewhere, and where a container allows
     * fewer, the number of available processors.
     */
    public static int physical() {
        int available = Runtime.getRuntime().availableProcessors();
        Set<String> cores = new HashSet<>();
        if (Files.isDirectory(CPUS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(CPUS, "cpu[0-9]*")) {
                for (Path cpu : entries) {
                    Path siblings = cpu.resolve("topology/thread_siblings_list");
                    if (Files.isReadable(siblings)) {
                        cores.add(Files.readString(siblings).strip());
                    }
                }
            } catch (IOException e) {
                return available;
            }
        }
        return cores.isEmpty() ? available : Math.min(available, cores.size());
    }
}
