package dev.mote.cli;

import dev.mote.serve.ServedModel;

import java.nio.file.Path;
import java.util.List;

/** Loads the adapters of {@code mote serve} into its models and serves them beside these. */
final class ServedAdapters {
    private final List<ServedModel> models;

    /** Adds to these models. */
    ServedAdapters(List<ServedModel> models) {
        this.models = models;
    }

    /** Takes arguments {@code [MODEL:]NAME=FILE}. */
    void load(List<String> arguments) {
        List<ServedModel> bases = List.copyOf(models);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1 || equals == argument.length() - 1) {
                throw new Fault(
                        ExitCode.USAGE, "--lora %s: expected NAME=FILE".formatted(argument));
            }
            String name = argument.substring(0, equals);
            int colon = name.lastIndexOf(':');
            ServedModel base =
                    colon < 0 ? bases.getFirst() : named(bases, name.substring(0, colon));
            String adapter = name.substring(colon + 1);
            base.model().loadAdapter(adapter, Path.of(argument.substring(equals + 1)));
            models.add(base.adapted(adapter));
        }
    }

    private static ServedModel named(List<ServedModel> models, String id) {
        return models.stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Fault(
                                ExitCode.USAGE,
                                "--lora: no model '%s' is served; there are: %s"
                                        .formatted(
                                                id,
                                                String.join(
                                                        ", ",
                                                        models.stream()
                                                                .map(ServedModel::id)
                                                                .toList()))));
    }
}
