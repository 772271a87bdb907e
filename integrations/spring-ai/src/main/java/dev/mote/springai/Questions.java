package dev.mote.springai;

import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.engine.TemplatedModel;
import dev.mote.engine.chat.ChatTask;
import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.tools.Tool;
import dev.mote.engine.tools.ToolChoice.Wish;
import dev.mote.format.json.Json;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.definition.ToolDefinition;

import java.util.List;
import java.util.Map;

/** Requests as the engine takes them. */
final class Questions {
    private Questions() {}

    /**
     * Understands a request.
     *
     * @param tools that the model may call
     * @throws RuntimeException of the engine if something in it cannot be done; nothing is left out
     *     silently
     */
    static ChatTask task(
            TemplatedModel model,
            Prompt prompt,
            MoteChatOptions options,
            List<ToolDefinition> tools) {
        return ChatTask.of(
                model,
                Messages.of(prompt.getInstructions()),
                Map.of(),
                generation(options),
                options.getOutputSchema() == null
                        ? Constraint.none()
                        : Constraint.jsonSchema(options.getOutputSchema()),
                tools.stream().map(Questions::tool).toList(),
                new Wish.Auto(),
                !Boolean.FALSE.equals(options.getParallelToolCalls()));
    }

    private static GenerationOptionsBuilder generation(MoteChatOptions options) {
        GenerationOptionsBuilder generation = GenerationOptions.builder();
        if (options.getTemperature() != null) {
            generation.temperature(options.getTemperature());
        }
        if (options.getTopP() != null) {
            generation.topP(options.getTopP());
        }
        if (options.getTopK() != null) {
            generation.topK(options.getTopK());
        }
        if (options.getMinP() != null) {
            generation.minP(options.getMinP());
        }
        if (options.getFrequencyPenalty() != null) {
            generation.frequencyPenalty(options.getFrequencyPenalty());
        }
        if (options.getPresencePenalty() != null) {
            generation.presencePenalty(options.getPresencePenalty());
        }
        if (options.getRepetitionPenalty() != null) {
            generation.repetitionPenalty(options.getRepetitionPenalty());
        }
        if (options.getMaxTokens() != null) {
            generation.maxTokens(options.getMaxTokens());
        }
        if (options.getSeed() != null) {
            generation.seed(options.getSeed());
        }
        if (options.getStopSequences() != null) {
            generation.stops(options.getStopSequences().toArray(String[]::new));
        }
        return generation;
    }

    private static Tool tool(ToolDefinition definition) {
        Map<String, @Nullable Object> schema =
                Json.parseObject(
                        "schema of tool '" + definition.name() + "'", definition.inputSchema());
        return new Tool(definition.name(), definition.description(), schema);
    }
}
