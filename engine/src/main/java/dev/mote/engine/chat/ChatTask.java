package dev.mote.engine.chat;

import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.engine.Prompt;
import dev.mote.engine.TemplatedModel;
import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.engine.tools.Tool;
import dev.mote.engine.tools.ToolChoice;
import dev.mote.engine.tools.TurnListener;
import dev.mote.engine.tools.TurnReader;

import org.jspecify.annotations.Nullable;

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
public record ChatTask(
        TemplatedModel model,
        Prompt.Tokens prompt,
        GenerationOptions options,
        ToolChoice tools,
        boolean opensReasoning) {
    /**
     * Puts the parts together.
     *
     * @param messages in the form of OpenAI's API; the roles are trusted as the template's own, so
     *     let nobody else choose them
     * @param variables further variables of the template
     * @param options whose constraint is set here
     * @param form what the answer must look like; without tools only
     * @throws dev.mote.engine.UnsupportedByModelException if the model has no chat template
     * @throws dev.mote.text.template.TemplateException if the template refuses the conversation
     * @throws InvalidOptionException if there are both tools and a form
     */
    public static ChatTask of(
            TemplatedModel model,
            List<Map<String, @Nullable Object>> messages,
            Map<String, @Nullable Object> variables,
            GenerationOptionsBuilder options,
            Constraint form,
            ToolChoice tools) {
        boolean formed = !form.equals(Constraint.none());
        if (formed && !tools.tools().isEmpty()) {
            throw new InvalidOptionException(
                    "response_format", "given together with tools", "one or the other");
        }
        ChatPrompts.Rendered rendered =
                ChatPrompts.of(model, messages, tools.forTemplate(), variables);
        options.constraint(formed ? form : tools.constraint());
        boolean bound = formed || tools.mustCall();
        return new ChatTask(
                model,
                new Prompt.Tokens(rendered.tokens()),
                options.build(),
                tools,
                rendered.opensReasoning() && !bound);
    }

    /**
     * As the other, with tools still to be chosen from, and with both tools and a form if wanted:
     * the answer is then calls or has the form.
     *
     * @param parallel whether there may be several calls
     * @throws dev.mote.engine.tools.ToolException if the model does not call tools, or a schema of
     *     theirs cannot be enforced
     * @throws dev.mote.text.grammar.GrammarException if the form cannot be enforced
     */
    public static ChatTask of(
            TemplatedModel model,
            List<Map<String, @Nullable Object>> messages,
            Map<String, @Nullable Object> variables,
            GenerationOptionsBuilder options,
            Constraint form,
            List<Tool> tools,
            ToolChoice.Wish wish,
            boolean parallel) {
        ToolChoice choice = ToolChoice.of(model, tools, wish, parallel, form);
        Constraint rest = choice.tools().isEmpty() ? form : Constraint.none();
        return of(model, messages, variables, options, rest, choice);
    }

    /** What takes an answer to it apart. */
    public TurnReader reader(TurnListener listener) {
        TurnReader reader =
                new TurnReader(
                        model.model().tokenizer(),
                        model.reasoning(),
                        tools.format(),
                        tools.tools(),
                        listener);
        if (opensReasoning) {
            return reader.insideReasoning();
        }
        boolean formed = tools.tools().isEmpty() && !options.constraint().equals(Constraint.none());
        return formed || tools.mustCall() ? reader.withoutReasoning() : reader;
    }
}
