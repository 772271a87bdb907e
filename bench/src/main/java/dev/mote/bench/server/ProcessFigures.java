package dev.mote.bench.server;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a mote server holds at a moment, as Linux and the server itself tell it.
 *
 * @param threads of the system
 * @param descriptors open files and sockets
 * @param heapBytes in use after a collection
 * @param residentBytes of the process, the mapped model included
 * @param sequences open
 * @param kvBytes of their caches
 * @param active requests at work
 */
record ProcessFigures(
        long threads,
        long descriptors,
        long heapBytes,
        long residentBytes,
        long sequences,
        long kvBytes,
        long active) {
    private static final int COLLECTIONS = 5;

    static ProcessFigures of(ServerProcess server, Path jcmd)
            throws IOException, InterruptedException {
        // What is garbage would count as in use; the serial collector leaves some of it lying but
        // every fourth time.
        for (int i = 0; i < COLLECTIONS; i++) {
            new ProcessBuilder(jcmd.toString(), Long.toString(server.javaPid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
        Map<String, Object> status = JSON.std.mapFrom(server.get("/status"));
        Path process = Path.of("/proc", Long.toString(server.javaPid()));
        long descriptors;
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            descriptors = files.count();
        }
        long threads;
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            threads = tasks.count();
        }
        return new ProcessFigures(
                threads,
                descriptors,
                number(status, "heap_bytes"),
                number(status, "resident_bytes"),
                number(status, "sequences"),
                number(status, "kv_bytes"),
                number(status, "active"));
    }

    private static long number(Map<String, Object> map, String key) {
        if (map.get(key) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("no number '" + key + "' in " + map);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("threads", threads);
        map.put("descriptors", descriptors);
        map.put("heap_bytes", heapBytes);
        map.put("resident_bytes", residentBytes);
        map.put("sequences", sequences);
        map.put("kv_bytes", kvBytes);
        map.put("active", active);
        return map;
    }
}
