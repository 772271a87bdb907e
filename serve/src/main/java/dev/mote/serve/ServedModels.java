package dev.mote.serve;

import dev.mote.engine.ModelDescription;
import dev.mote.serve.resident.ModelOpeningException;
import dev.mote.serve.resident.ResidentFigures;
import dev.mote.serve.resident.ResidentModels;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The models of a server, by the names that requests call them by. Thread-safe. */
public final class ServedModels implements AutoCloseable {
    private final List<OfferedModel> models;
    private final ResidentModels resident;
    private final List<Name> names = new ArrayList<>();

    /**
     * A name that requests may use.
     *
     * @param id the name
     * @param model it stands for
     * @param adapter of the model; empty for none
     */
    public record Name(String id, OfferedModel model, Optional<String> adapter) {}

    /**
     * At least one model; the first answers requests that name none.
     *
     * @param log told when a model is opened or closed
     * @throws IllegalArgumentException if there is none, or two have one name
     */
    public ServedModels(List<OfferedModel> models, MemoryBudget budget, Consumer<String> log) {
        this.models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a server needs at least one model");
        }
        Set<String> ids = new HashSet<>();
        for (OfferedModel model : models) {
            names.add(new Name(model.id(), model, Optional.empty()));
            for (String adapter : model.adapters()) {
                names.add(new Name(model.id() + ":" + adapter, model, Optional.of(adapter)));
            }
        }
        for (Name name : names) {
            if (!ids.add(name.id())) {
                throw new IllegalArgumentException(
                        "two models are called alike: " + list() + "; give one another name");
            }
        }
        resident = new ResidentModels(this.models, budget, log);
    }

    /** In the order given, adapters behind their models. */
    public List<Name> all() {
        return List.copyOf(names);
    }

    /**
     * The model that a request names, open until the exchange ends.
     *
     * @throws Refusal with 404 if there is no such model, 503 or 507 if it has no room
     * @throws ModelOpeningException if it cannot be opened
     */
    public ServedModel find(Exchange exchange, Optional<String> id) {
        Name name = id.isEmpty() ? names.getFirst() : name(id.get());
        String model = name.model().id();
        ServedModel open = resident.acquire(model);
        exchange.atEnd(() -> resident.release(model));
        return name.adapter().map(open::adapted).orElse(open);
    }

    /**
     * What a name stands for.
     *
     * @throws Refusal with 404 if there is no such model
     */
    public Name name(String id) {
        return names.stream()
                .filter(name -> name.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.of(
                                404,
                                "model_not_found",
                                "there is no such model here; there are: " + list()));
    }

    private String list() {
        return names.stream().map(name -> "'" + name.id() + "'").collect(Collectors.joining(", "));
    }

    /** What a model is, if it is or ever was open. */
    public Optional<ModelDescription> description(OfferedModel model) {
        return resident.description(model.id());
    }

    /** Opens the first model, so that the first request need not wait. */
    void openFirst() {
        String id = models.getFirst().id();
        try {
            resident.acquire(id);
            resident.release(id);
        } catch (Refusal e) {
            throw new IllegalArgumentException(e.text(), e);
        } catch (ModelOpeningException e) { // whoever starts a server can use the reason itself
            throw e.reason();
        }
    }

    /** Closes what nobody used for long. */
    void closeIdle() {
        resident.closeIdle();
    }

    /** What open models take. */
    public ResidentFigures figures() {
        return resident.figures();
    }

    /** Closes the models that were opened here. */
    @Override
    public void close() {
        resident.close();
    }
}
