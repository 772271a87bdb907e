package dev.mote.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Model files as they lie in folders. */
final class ModelFolder {
    private static final String ENDING = ".gguf";
    private static final Pattern PART = Pattern.compile("(.+)-([0-9]{5})-of-([0-9]{5})\\.gguf");

    private ModelFolder() {}

    /** The GGUF files of a folder in the order of their names, the first file of each split set. */
    static List<Path> models(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new Fault(ExitCode.USAGE, "--models-dir " + folder + " is no folder");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> nameOf(file).endsWith(ENDING))
                    .filter(file -> {
                        Matcher part = PART.matcher(nameOf(file));
                        return !part.matches() || part.group(2).equals("00001");
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** What a file is called: its name without ending and number of part. */
    static String name(Path file) {
        String name = nameOf(file);
        Matcher part = PART.matcher(name);
        if (part.matches()) {
            return part.group(1);
        }
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /** Bytes of a model: of the file, of all files of its split set, or of its folder. */
    static long bytes(Path model) {
        Path parent = model.toAbsolutePath().getParent();
        Matcher part = PART.matcher(nameOf(model));
        try {
            if (Files.isDirectory(model)) {
                return bytes(model, "");
            }
            return part.matches() && parent != null
                    ? bytes(parent, part.group(1) + "-")
                    : Files.size(model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long bytes(Path folder, String start) throws IOException {
        long total = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                total += nameOf(file).startsWith(start) ? Files.size(file) : 0;
            }
        }
        return total;
    }
}
