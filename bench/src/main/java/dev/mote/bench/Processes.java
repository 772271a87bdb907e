package dev.mote.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs other programs and measures them. */
public final class Processes {
    private Processes() {}

    /** Standard output of a program that must succeed. */
    static String output(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with code " + code);
        }
        return text;
    }

    /** Milliseconds from start to end of a program that must succeed. */
    static double wallMs(String... command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        output(command);
        return (System.nanoTime() - start) / 1e6;
    }

    /** Processor and operating system, for the record. */
    public static String machine() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        List<String> lines = Files.isReadable(cpus) ? Files.readAllLines(cpus) : List.of();
        String name =
                lines.stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse(System.getProperty("os.arch"));
        return name + ", " + Runtime.getRuntime().availableProcessors() + " processors";
    }
}
