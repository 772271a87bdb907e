package dev.mote.serve.chat;

import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.engine.Prompt;
import dev.mote.engine.constraint.Constraint;
import dev.mote.serve.ServedModel;
import dev.mote.serve.tools.ToolChoice;
import dev.mote.serve.tools.TurnListener;
import dev.mote.serve.tools.TurnReader;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A conversation to be answered: what every chat API comes down to.
 *
 * @param model asked
 * @param prompt as the model reads it
 * @param options of the generation
 * @param tools it may call
 * @param opensReasoning whether the prompt ends inside the model's reasoning
 */
public record Conversation(
        ServedModel model,
        Prompt prompt,
        GenerationOptions options,
        ToolChoice tools,
        boolean opensReasoning) {
    /**
     * Puts the parts together.
     *
     * @param format what the answer must look like
     * @param tokensMax largest prompt; 0 for what the context holds
     */
    public static Conversation of(
            ServedModel model,
            List<Map<String, @Nullable Object>> messages,
            Map<String, @Nullable Object> variables,
            GenerationOptionsBuilder options,
            Constraint format,
            ToolChoice tools,
            int tokensMax) {
        boolean formed = !format.equals(Constraint.none());
        if (formed && !tools.tools().isEmpty()) {
            throw Refusal.unsupported(
                    "response_format", "a form of the answer and tools do not go together here");
        }
        ChatPrompts.Rendered rendered =
                ChatPrompts.of(model, messages, tools.forTemplate(), variables);
        List<Integer> tokens = new ArrayList<>(rendered.tokens());
        tools.opening().ifPresent(tokens::add);
        Prompt prompt = Prompt.tokens(tokens);
        ChatPrompts.requireSize(prompt, tokensMax);
        options.constraint(formed ? format : tools.constraint());
        boolean bound = formed || tools.mustCall();
        return new Conversation(
                model, prompt, options.build(), tools, rendered.opensReasoning() && !bound);
    }

    /** What takes an answer to it apart. */
    public TurnReader reader(TurnListener listener) {
        TurnReader reader = new TurnReader(model.model().tokenizer(), tools.format(), listener);
        if (tools.opening().isPresent()) {
            return reader.insideCall();
        }
        if (opensReasoning) {
            return reader.insideReasoning();
        }
        boolean formed = tools.tools().isEmpty() && !options.constraint().equals(Constraint.none());
        return formed || tools.mustCall() ? reader.withoutReasoning() : reader;
    }
}
