package dev.mote.serve;

import dev.mote.engine.Model;
import dev.mote.engine.TemplatedModel;
import dev.mote.text.template.ChatTemplate;

import java.util.Optional;

/**
 * A model under the name that requests call it by.
 *
 * @param id the name
 * @param model open; whoever opened it closes it, after the server
 * @param template its chat template, compiled once
 */
public record ServedModel(String id, Model model, Optional<ChatTemplate> template) {
    /**
     * Serves an open model.
     *
     * @throws dev.mote.text.template.TemplateException if its chat template cannot be compiled
     */
    public static ServedModel of(String id, Model model) {
        return new ServedModel(id, model, model.chatTemplate());
    }

    /** The model and its template, as the engine asks for them. */
    public TemplatedModel templated() {
        return new TemplatedModel(model, template);
    }
}
