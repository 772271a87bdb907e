package dev.mote.serve;

import dev.mote.engine.AdapterChoice;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.Model;
import dev.mote.engine.Speculation;
import dev.mote.engine.TemplatedModel;
import dev.mote.text.template.ChatTemplate;

import java.util.List;
import java.util.Optional;

/**
 * A model under the name that requests call it by.
 *
 * @param id the name
 * @param model open; whoever opened it closes it, after the server
 * @param template its chat template, compiled once
 * @param adapters what its answers are generated with; empty for the model as it is
 * @param speculation how its answers guess tokens ahead
 */
public record ServedModel(
        String id,
        Model model,
        Optional<ChatTemplate> template,
        List<AdapterChoice> adapters,
        Speculation speculation) {
    /** Copies the list. */
    public ServedModel {
        adapters = List.copyOf(adapters);
    }

    /** A model as it is. */
    public ServedModel(String id, Model model, Optional<ChatTemplate> template) {
        this(id, model, template, List.of(), Speculation.none());
    }

    /**
     * Serves an open model.
     *
     * @throws dev.mote.text.template.TemplateException if its chat template cannot be compiled
     */
    public static ServedModel of(String id, Model model) {
        return new ServedModel(id, model, model.chatTemplate());
    }

    /** The model with an adapter that it has loaded, under the name {@code id:adapter}. */
    public ServedModel adapted(String adapter) {
        return new ServedModel(
                id + ":" + adapter,
                model,
                template,
                List.of(AdapterChoice.of(adapter)),
                speculation);
    }

    /** The model guessing tokens ahead, where it can. */
    public ServedModel guessing(Speculation wanted) {
        return model.supports(wanted)
                ? new ServedModel(id, model, template, adapters, wanted)
                : this;
    }

    /** A request's options for this model. */
    public GenerationOptions with(GenerationOptions options) {
        return options.toBuilder().adapters(adapters).speculation(speculation).build();
    }

    /** The model and its template, as the engine asks for them. */
    public TemplatedModel templated() {
        return new TemplatedModel(model, template);
    }
}
