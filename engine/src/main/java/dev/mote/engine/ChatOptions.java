package dev.mote.engine;

import java.util.List;
import java.util.Map;

/**
 * How a conversation is held.
 *
 * @param systemPrompt instructions for the whole conversation; empty for none
 * @param generation how answers are generated unless a call says otherwise
 * @param history messages so far, without the system prompt
 * @param template Jinja source used instead of the model's own chat template; empty for the model's
 * @param templateVariables further variables of the template, for example {@code enable_thinking}:
 *     strings, booleans, numbers, lists and maps of these
 */
public record ChatOptions(
        String systemPrompt,
        GenerationOptions generation,
        List<ChatMessage> history,
        String template,
        Map<String, Object> templateVariables) {
    /** No system prompt, default generation, the model's template. */
    public static final ChatOptions DEFAULT =
            new ChatOptions("", GenerationOptions.DEFAULT, List.of(), "", Map.of());

    /** Copies list and map. */
    public ChatOptions {
        history = List.copyOf(history);
        templateVariables = Map.copyOf(templateVariables);
    }

    /** As these, with another system prompt; empty for none. */
    public ChatOptions withSystemPrompt(String newSystemPrompt) {
        return new ChatOptions(newSystemPrompt, generation, history, template, templateVariables);
    }

    /** As these, with other generation options. */
    public ChatOptions withGeneration(GenerationOptions newGeneration) {
        return new ChatOptions(systemPrompt, newGeneration, history, template, templateVariables);
    }

    /** As these, continuing another conversation. */
    public ChatOptions withHistory(List<ChatMessage> newHistory) {
        return new ChatOptions(systemPrompt, generation, newHistory, template, templateVariables);
    }

    /** As these, with another template; empty for the model's own. */
    public ChatOptions withTemplate(String newTemplate) {
        return new ChatOptions(systemPrompt, generation, history, newTemplate, templateVariables);
    }

    /** As these, with other template variables. */
    public ChatOptions withTemplateVariables(Map<String, Object> newVariables) {
        return new ChatOptions(systemPrompt, generation, history, template, newVariables);
    }
}
