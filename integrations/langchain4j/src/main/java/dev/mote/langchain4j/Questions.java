package dev.mote.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.engine.chat.ChatTask;
import dev.mote.engine.constraint.AnyJson;
import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.tools.Tool;
import dev.mote.engine.tools.ToolChoice.Wish;
import dev.mote.format.json.JsonText;
import dev.mote.text.grammar.GrammarException;
import dev.mote.text.grammar.UnsupportedSchemaException;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** Requests as the engine takes them. */
final class Questions {
    private Questions() {}

    /**
     * Understands a request whose parameters are complete.
     *
     * @throws dev.langchain4j.exception.LangChain4jException if something in it cannot be done;
     *     nothing is left out silently
     */
    static ChatTask task(ChatSettings settings, ChatRequest request) {
        MoteChatRequestParameters parameters = MoteChatRequestParameters.of(request.parameters());
        requireName(parameters.modelName(), settings.name());
        return Failures.translated(() ->
                ChatTask.of(
                        settings.model(),
                        Messages.of(request.messages()),
                        variables(parameters),
                        options(parameters),
                        form(parameters),
                        parameters.toolSpecifications().stream().map(Questions::tool).toList(),
                        wish(parameters),
                        !Boolean.FALSE.equals(parameters.parallelToolCalls())));
    }

    /** One model answers, under its own name. */
    static void requireName(@Nullable String asked, String name) {
        if (asked != null && !asked.equals(name)) {
            throw new UnsupportedFeatureException(
                    "'modelName' %s is not supported: this model is '%s' and answers for no other"
                            .formatted(asked, name));
        }
    }

    private static Map<String, @Nullable Object> variables(MoteChatRequestParameters parameters) {
        return Map.copyOf(parameters.templateVariables());
    }

    private static GenerationOptionsBuilder options(MoteChatRequestParameters parameters) {
        GenerationOptionsBuilder options = GenerationOptions.builder();
        if (parameters.temperature() != null) {
            options.temperature(parameters.temperature());
        }
        if (parameters.topP() != null) {
            options.topP(parameters.topP());
        }
        if (parameters.topK() != null) {
            options.topK(parameters.topK());
        }
        if (parameters.minP() != null) {
            options.minP(parameters.minP());
        }
        if (parameters.frequencyPenalty() != null) {
            options.frequencyPenalty(parameters.frequencyPenalty());
        }
        if (parameters.presencePenalty() != null) {
            options.presencePenalty(parameters.presencePenalty());
        }
        if (parameters.repetitionPenalty() != null) {
            options.repetitionPenalty(parameters.repetitionPenalty());
        }
        if (parameters.maxOutputTokens() != null) {
            options.maxTokens(parameters.maxOutputTokens());
        }
        if (parameters.seed() != null) {
            options.seed(parameters.seed());
        }
        return options.stops(parameters.stopSequences().toArray(String[]::new));
    }

    /** What the answer must look like; refused at once if it cannot be enforced. */
    private static Constraint form(MoteChatRequestParameters parameters) {
        ResponseFormat format = parameters.responseFormat();
        boolean json = format != null && format.type() == ResponseFormatType.JSON;
        Constraint own = parameters.constraint();
        if (!json) {
            return own == null ? Constraint.none() : own;
        }
        if (own != null) {
            throw new UnsupportedFeatureException(
                    "a constraint and a JSON response format are not supported together");
        }
        if (format.jsonSchema() == null) {
            return AnyJson.OBJECT;
        }
        Constraint constraint =
                Constraint.jsonSchema(
                        JsonText.of(
                                JsonSchemaElementUtils.toMap(format.jsonSchema().rootElement())));
        try {
            constraint.toGrammar();
        } catch (UnsupportedSchemaException e) {
            throw unsupported(e);
        } catch (GrammarException e) {
            throw unsupported(e);
        }
        return constraint;
    }

    private static UnsupportedFeatureException unsupported(RuntimeException reason) {
        return new UnsupportedFeatureException(
                "JSON response format: this schema is not supported: " + reason.getMessage());
    }

    private static Wish wish(MoteChatRequestParameters parameters) {
        return switch (parameters.toolChoice()) {
            case null -> new Wish.Auto();
            case AUTO -> new Wish.Auto();
            case REQUIRED -> new Wish.Required();
            case NONE -> new Wish.Never();
        };
    }

    private static Tool tool(ToolSpecification specification) {
        return new Tool(
                specification.name(),
                specification.description() == null ? "" : specification.description(),
                schema(specification));
    }

    private static Map<String, @Nullable Object> schema(ToolSpecification specification) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        if (specification.parameters() != null) {
            schema.putAll(JsonSchemaElementUtils.toMap(specification.parameters()));
        }
        return schema;
    }
}
