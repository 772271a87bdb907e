package dev.mote.cli;

import dev.mote.engine.AdapterChoice;
import dev.mote.engine.Model;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Adapters to load and use, shared by {@code run} and {@code chat}. */
final class AdapterMixin {
    @Option(
            names = "--lora",
            paramLabel = "FILE[=SCALE]",
            description =
                    "Use a LoRA adapter (GGUF), SCALE times as strongly as it was trained. May be"
                            + " repeated. Default scale: 1.")
    List<String> files = List.of();

    /** One of the arguments: a file, and a scale behind the last equals sign if there is one. */
    private record Argument(Path file, double scale) {
        static Argument of(String text) {
            int equals = text.lastIndexOf('=');
            if (equals > 0) {
                try {
                    double scale = Double.parseDouble(text.substring(equals + 1));
                    return new Argument(Path.of(text.substring(0, equals)), scale);
                } catch (NumberFormatException e) {
                    return new Argument(Path.of(text), 1); // the name has an equals sign
                }
            }
            return new Argument(Path.of(text), 1);
        }
    }

    /** What generations have to choose; {@link #load} loads it. */
    List<AdapterChoice> choices() {
        List<AdapterChoice> choices = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            choices.add(new AdapterChoice(name(i), Argument.of(files.get(i)).scale()));
        }
        return choices;
    }

    /** Loads the files into an open model. */
    void load(Model model) {
        for (int i = 0; i < files.size(); i++) {
            model.loadAdapter(name(i), Argument.of(files.get(i)).file());
        }
    }

    private static String name(int index) {
        return "lora-" + (index + 1);
    }
}
