package dev.mote.serve.chat;

import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.engine.Prompt;
import dev.mote.engine.chat.ChatTask;
import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.tools.ToolChoice;
import dev.mote.engine.tools.TurnListener;
import dev.mote.engine.tools.TurnReader;
import dev.mote.serve.ServedModel;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * A conversation to be answered by a model that is served: what every chat API comes down to.
 *
 * @param model asked
 * @param task what it is asked
 */
public record Conversation(ServedModel model, ChatTask task) {
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
        if (!format.equals(Constraint.none()) && !tools.tools().isEmpty()) {
            throw Refusal.unsupported(
                    "response_format", "a form of the answer and tools do not go together here");
        }
        ChatTask task = ChatTask.of(model.templated(), messages, variables, options, format, tools);
        PromptSize.require(task.prompt(), tokensMax);
        return new Conversation(model, task);
    }

    /** As the model reads it. */
    public Prompt prompt() {
        return task.prompt();
    }

    /** Of the generation. */
    public GenerationOptions options() {
        return task.options();
    }

    /** What takes an answer to it apart. */
    public TurnReader reader(TurnListener listener) {
        return task.reader(listener);
    }
}
