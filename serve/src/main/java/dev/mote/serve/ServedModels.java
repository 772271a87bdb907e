package dev.mote.serve;

import dev.mote.serve.wire.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The models of a server, by the names that requests call them by. Immutable. */
public final class ServedModels {
    private final List<ServedModel> models;

    /**
     * At least one model; the first answers requests that name none.
     *
     * @throws IllegalArgumentException if there is none, or two have one name
     */
    public ServedModels(List<ServedModel> models) {
        this.models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a server needs at least one model");
        }
        if (models.stream().map(ServedModel::id).distinct().count() < models.size()) {
            throw new IllegalArgumentException(
                    "two models are called alike: " + names() + "; give one another name");
        }
    }

    /** In the order given. */
    public List<ServedModel> all() {
        return models;
    }

    /**
     * The model that a request names.
     *
     * @throws Refusal with 404 if there is no such model
     */
    public ServedModel find(Optional<String> id) {
        if (id.isEmpty()) {
            return models.getFirst();
        }
        return models.stream()
                .filter(model -> model.id().equals(id.get()))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.of(
                                404,
                                "model_not_found",
                                "there is no such model here; there are: " + names()));
    }

    private String names() {
        return models.stream()
                .map(model -> "'" + model.id() + "'")
                .collect(Collectors.joining(", "));
    }
}
