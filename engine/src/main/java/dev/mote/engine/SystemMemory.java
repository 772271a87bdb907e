package dev.mote.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much memory the machine can still give: the only place of this room that asks the operating
 * system.
 *
 * <p>On Linux the smaller of MemAvailable (which counts reclaimable page cache as available) and
 * what the control group (version 2, then 1) still allows. Elsewhere nothing is known and
 * Long.MAX_VALUE is the answer: requests are then refused by the allocation itself.
 */
final class SystemMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    private SystemMemory() {}

    static long availableBytes() {
        return availableBytes(MEMINFO, CGROUP);
    }

    static long availableBytes(Path meminfo, Path cgroup) {
        long available = memAvailable(meminfo);
        available =
                Math.min(
                        available,
                        headroom(cgroup, "memory.max", "memory.current", "inactive_file "));
        return Math.min(
                available,
                headroom(
                        cgroup.resolve("memory"),
                        "memory.limit_in_bytes",
                        "memory.usage_in_bytes",
                        "total_inactive_file "));
    }

    private static long memAvailable(Path meminfo) {
        for (String line : lines(meminfo)) {
            if (line.startsWith("MemAvailable:")) {
                String[] words = line.split("\\s+", -1);
                return words.length > 1 ? number(words[1], Long.MAX_VALUE >> 10) << 10 : 0;
            }
        }
        return Long.MAX_VALUE;
    }

    /** Limit − usage + page cache that can be dropped; unlimited where a file is missing. */
    private static long headroom(Path group, String limitFile, String usageFile, String cacheKey) {
        List<String> limit = lines(group.resolve(limitFile));
        List<String> usage = lines(group.resolve(usageFile));
        if (limit.isEmpty() || usage.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long limitBytes = number(limit.getFirst(), Long.MAX_VALUE); // "max" means none
        if (limitBytes >= Long.MAX_VALUE >> 1) {
            return Long.MAX_VALUE;
        }
        long cacheBytes = 0;
        for (String line : lines(group.resolve("memory.stat"))) {
            if (line.startsWith(cacheKey)) {
                cacheBytes = number(line.substring(cacheKey.length()), 0);
            }
        }
        return Math.max(0, limitBytes - number(usage.getFirst(), 0) + cacheBytes);
    }

    private static long number(String text, long otherwise) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // not Linux, or not this version of control groups
        }
    }
}
