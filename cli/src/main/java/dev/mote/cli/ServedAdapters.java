package dev.mote.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The adapters of {@code mote serve}, by the model into which each is loaded. */
final class ServedAdapters {
    private final Map<String, Map<String, Path>> files = new LinkedHashMap<>();

    /**
     * Reads arguments {@code [MODEL:]NAME=FILE}.
     *
     * @param models that are served; an adapter that names none is for the first
     */
    ServedAdapters(List<String> arguments, List<String> models) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1 || equals == argument.length() - 1) {
                throw new Fault(
                        ExitCode.USAGE, "--lora %s: expected NAME=FILE".formatted(argument));
            }
            String name = argument.substring(0, equals);
            int colon = name.lastIndexOf(':');
            String model = colon < 0 ? models.getFirst() : name.substring(0, colon);
            if (!models.contains(model)) {
                throw new Fault(
                        ExitCode.USAGE,
                        "--lora: no model '%s' is served; there are: %s"
                                .formatted(model, String.join(", ", models)));
            }
            Path file = Path.of(argument.substring(equals + 1));
            if (!Files.isRegularFile(file)) {
                throw new Fault(ExitCode.USAGE, "--lora %s: there is no such file".formatted(file));
            }
            files.computeIfAbsent(model, key -> new LinkedHashMap<>())
                    .put(name.substring(colon + 1), file);
        }
    }

    /** Files of a model's adapters by their names. */
    Map<String, Path> of(String model) {
        return files.getOrDefault(model, Map.of());
    }

    /** Names of a model's adapters. */
    List<String> names(String model) {
        return new ArrayList<>(of(model).keySet());
    }
}
