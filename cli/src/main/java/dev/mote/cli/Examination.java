package dev.mote.cli;

import dev.mote.bundle.Environment;
import dev.mote.bundle.InstalledModel;
import dev.mote.kernel.Kernels;
import dev.mote.kernel.ReadBandwidth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Looks at the machine the way {@code mote doctor} reports it. */
final class Examination {
    private static final List<String> CPU_FEATURES =
            List.of(
                    "avx2",
                    "fma",
                    "f16c",
                    "avx_vnni",
                    "avx512f",
                    "avx512bw",
                    "avx512_vnni",
                    "avx512_bf16",
                    "asimd",
                    "asimddp",
                    "i8mm",
                    "bf16",
                    "sve");

    private Examination() {}

    static List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(processor());
        findings.add(kernels());
        findings.add(bandwidth());
        findings.add(memory());
        findings.add(start());
        findings.add(store());
        return findings;
    }

    private static Finding java() {
        int feature = Runtime.version().feature();
        return new Finding(
                "java",
                System.getProperty("java.vendor")
                        + " "
                        + Runtime.version()
                        + ", "
                        + System.getProperty("java.vm.name"),
                feature == 25 ? "" : "mote is tested on JDK 25; this is " + feature);
    }

    private static Finding processor() {
        String cpuInfo = readable(Path.of("/proc/cpuinfo"));
        String name = field(cpuInfo, "model name");
        Set<String> flags =
                new TreeSet<>(
                        Arrays.asList(
                                (field(cpuInfo, "flags") + " " + field(cpuInfo, "Features"))
                                        .split("\\s+")));
        List<String> found = CPU_FEATURES.stream().filter(flags::contains).toList();
        String state =
                (name.isEmpty() ? System.getProperty("os.arch") : name)
                        + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors"
                        + (found.isEmpty() ? "" : "; " + String.join(" ", found));
        boolean slow = !flags.contains("avx2") && flags.contains("sse2");
        return new Finding(
                "processor",
                state,
                slow ? "without AVX2 models run several times slower; nothing to mend here" : "");
    }

    private static Finding kernels() {
        try (Kernels kernels = Kernels.open(0)) {
            boolean reference = kernels.name().equals("reference");
            return new Finding(
                    "kernels",
                    kernels.description(),
                    reference
                            ? "the reference backend is made to be read, not to be fast; unset"
                                    + " MOTE_KERNELS, and start with --add-modules"
                                    + " jdk.incubator.vector"
                            : "");
        }
    }

    private static Finding bandwidth() {
        int threads = Runtime.getRuntime().availableProcessors();
        double gigabytes = ReadBandwidth.measure(threads);
        return Finding.well(
                "read bandwidth",
                String.format(
                        Locale.ROOT,
                        "%.1f GB/s with %d threads: a model of 1 GB decodes at most %.0f tokens/s",
                        gigabytes,
                        threads,
                        gigabytes));
    }

    private static Finding memory() {
        String info = readable(Path.of("/proc/meminfo"));
        long total = kilobytes(info, "MemTotal");
        long free = kilobytes(info, "MemAvailable");
        if (total == 0) {
            return Finding.well(
                    "memory", "Java heap up to " + Console.size(Runtime.getRuntime().maxMemory()));
        }
        return new Finding(
                "memory",
                Console.size(free)
                        + " available of "
                        + Console.size(total)
                        + "; Java heap up to "
                        + Console.size(Runtime.getRuntime().maxMemory()),
                free < 1_000_000_000L
                        ? "less than 1 GB is available: models will be read from disk again and"
                                + " again; close other programs or choose a smaller model"
                        : "");
    }

    private static Finding start() {
        boolean cached = "1".equals(System.getenv("MOTE_AOT_IN_USE"));
        return new Finding(
                "start-up",
                cached ? "ahead-of-time cache in use" : "no ahead-of-time cache",
                cached
                        ? ""
                        : "start with the launcher (./mote) and without MOTE_AOT=off; it makes the"
                                + " cache");
    }

    private static Finding store() {
        Environment environment = Environment.ofSystem();
        List<InstalledModel> models = Stores.open().installed();
        long bytes = models.stream().mapToLong(InstalledModel::bytes).sum();
        long free = usableSpace(environment.moteHome());
        return Finding.well(
                "models",
                "%d, %s, in %s; %s of disk free"
                        .formatted(
                                models.size(),
                                Console.size(bytes),
                                environment.moteHome(),
                                Console.size(free)));
    }

    private static long usableSpace(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing == null ? 0 : existing.toFile().getUsableSpace();
    }

    private static String field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name) && line.contains(":"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("");
    }

    private static long kilobytes(String text, String name) {
        String digits = field(text, name).replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) * 1024;
    }

    private static String readable(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
