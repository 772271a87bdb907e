package dev.mote.engine.chat;

import dev.mote.engine.TemplatedModel;
import dev.mote.engine.UnsupportedByModelException;
import dev.mote.text.template.ChatRequest;
import dev.mote.text.template.ChatTemplate;
import dev.mote.text.template.RenderedPrompt;
import dev.mote.text.template.TemplateException;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Makes a conversation a prompt; special tokens come from the template alone. */
final class ChatPrompts {
    private ChatPrompts() {}

    /**
     * A conversation as the model reads it.
     *
     * @param tokens its ids
     * @param opensReasoning whether the template ends it inside the model's reasoning
     */
    record Rendered(List<Integer> tokens, boolean opensReasoning) {}

    /**
     * Renders and encodes.
     *
     * @param messages in the form of OpenAI's API, roles checked
     * @param tools in that form too; empty for none
     * @param variables further variables of the template
     * @throws UnsupportedByModelException if the model has no template
     * @throws dev.mote.text.template.TemplateException if the template refuses the conversation
     */
    static Rendered of(
            TemplatedModel model,
            List<Map<String, @Nullable Object>> messages,
            List<Map<String, @Nullable Object>> tools,
            Map<String, @Nullable Object> variables) {
        ChatTemplate template =
                model.template()
                        .orElseThrow(() ->
                                new UnsupportedByModelException(
                                        "this model has no chat template; continue text instead"));
        Tokenizer tokenizer = model.model().tokenizer();
        RenderedPrompt rendered;
        try {
            rendered = template.render(request(tokenizer, messages, tools, variables));
        } catch (TemplateException e) {
            // Most templates write a call's arguments from an object, a few take them as text.
            List<Map<String, @Nullable Object>> asText = ArgumentsAsText.of(messages);
            if (asText.equals(messages)) {
                throw e;
            }
            rendered = template.render(request(tokenizer, asText, tools, variables));
        }
        int[] tokens = tokenizer.encode(rendered.spans(), true);
        return new Rendered(
                Arrays.stream(tokens).boxed().toList(),
                model.reasoning().isOpenAtEndOf(rendered.text()));
    }

    private static ChatRequest request(
            Tokenizer tokenizer,
            List<Map<String, @Nullable Object>> messages,
            List<Map<String, @Nullable Object>> tools,
            Map<String, @Nullable Object> variables) {
        ChatRequest.Builder request = ChatRequest.builder();
        variables.forEach(request::variable);
        tokenizer.bos().ifPresent(token -> request.bosToken(tokenizer.piece(token)));
        tokenizer.eos().ifPresent(token -> request.eosToken(tokenizer.piece(token)));
        messages.forEach(request::message);
        if (!tools.isEmpty()) {
            request.tools(tools);
        }
        return request.build();
    }
}
