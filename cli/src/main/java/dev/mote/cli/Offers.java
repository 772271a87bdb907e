package dev.mote.cli;

import dev.mote.bundle.InstalledModel;
import dev.mote.engine.MemoryNeed;
import dev.mote.engine.Model;
import dev.mote.serve.MemoryBudget;
import dev.mote.serve.OfferedModel;
import dev.mote.serve.ServedModel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which models {@code mote serve} offers, and how much memory they may take. */
final class Offers implements AutoCloseable {
    /** Of what the machine can still give, if nobody says otherwise. */
    private static final double SHARE = 0.8;

    private final Console console;
    private final ServeCommand command;
    private final SpeculationMixin.Opened speculation;

    Offers(Console console, ServeCommand command) {
        this.console = console;
        this.command = command;
        speculation = command.speculation.open(console, command.context.options());
    }

    /** The models, none of them open yet; those that are missing are downloaded. */
    List<OfferedModel> models() {
        Map<String, Path> paths = paths();
        ServedAdapters adapters =
                new ServedAdapters(command.adapters, new ArrayList<>(paths.keySet()));
        List<OfferedModel> offers = new ArrayList<>();
        paths.forEach((id, path) ->
                offers.add(
                        OfferedModel.onDemand(
                                id,
                                ModelFolder.bytes(path),
                                adapters.names(id),
                                () -> open(id, path, adapters.of(id)))));
        return offers;
    }

    private Map<String, Path> paths() {
        Map<String, Path> paths = new LinkedHashMap<>();
        for (String name : command.models) {
            add(paths, name);
        }
        if (command.installed) {
            for (InstalledModel model : Stores.open().installed()) {
                paths.putIfAbsent(model.name(), model.path());
            }
        }
        Path folder = command.modelsDir;
        if (folder != null) {
            for (Path file : ModelFolder.models(folder)) {
                paths.putIfAbsent(ModelFolder.name(file), file);
            }
        }
        if (paths.isEmpty()) {
            if (command.installed || folder != null) {
                throw new Fault(ExitCode.USAGE, "there is no model to serve there");
            }
            add(paths, new ModelSourceMixin().model);
        }
        return paths;
    }

    private void add(Map<String, Path> paths, String name) {
        ModelSourceMixin source = new ModelSourceMixin();
        source.model = name;
        Path path = source.locate(console);
        String id = source.storedName().orElseGet(() -> ModelFolder.name(path));
        if (paths.put(id, path) != null) {
            throw new Fault(ExitCode.USAGE, "two models are called '" + id + "'");
        }
    }

    private ServedModel open(String id, Path path, Map<String, Path> adapters) {
        Model model = Model.open(path, command.context.options().withName(id));
        boolean whole = false;
        try {
            adapters.forEach(model::loadAdapter);
            ServedModel served = ServedModel.of(id, model).guessing(speculation.speculation());
            whole = true;
            return served;
        } finally {
            if (!whole) {
                model.close();
            }
        }
    }

    /** Closes the draft model, after the models. */
    @Override
    public void close() {
        speculation.close();
    }

    /** As chosen; else most of what is free, unless there is one model alone. */
    MemoryBudget budget(int models) {
        long bytes = command.memoryBytes;
        if (bytes == 0 && models > 1) {
            long free = MemoryNeed.availableNow();
            bytes = free == Long.MAX_VALUE ? free : (long) (free * SHARE);
        }
        return new MemoryBudget(
                bytes == 0 ? Long.MAX_VALUE : bytes,
                Duration.ofSeconds(60),
                Duration.ofMinutes(command.unloadMinutes));
    }
}
