package dev.mote.engine;

import dev.mote.engine.tools.ReasoningFormat;
import dev.mote.text.template.ChatTemplate;

import java.util.Optional;

/**
 * A model and the template that makes conversations its prompts, compiled once.
 *
 * @param model open; whoever opened it closes it
 * @param template empty if it has none, and so holds no conversations
 */
public record TemplatedModel(Model model, Optional<ChatTemplate> template) {
    /**
     * A model and its file's own template.
     *
     * @throws dev.mote.text.template.TemplateException if that cannot be compiled
     */
    public static TemplatedModel of(Model model) {
        return new TemplatedModel(model, model.chatTemplate());
    }

    /**
     * A model and another template than its file's.
     *
     * @param source Jinja
     * @throws dev.mote.text.template.TemplateException if it cannot be compiled
     */
    public static TemplatedModel of(Model model, String source) {
        return new TemplatedModel(model, Optional.of(ChatTemplate.compile(source)));
    }

    /** How it writes what it thinks before it answers. */
    public ReasoningFormat reasoning() {
        return template.map(ChatTemplate::source)
                .map(ReasoningFormat::of)
                .orElse(ReasoningFormat.THINK);
    }
}
