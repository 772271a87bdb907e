package dev.mote.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.mote.engine.Model;
import dev.mote.engine.TemplatedModel;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Collects what a chat model is made of.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ChatBuilder<B extends ChatBuilder<B>>
        permits MoteChatModel.Builder, MoteStreamingChatModel.Builder {
    private @Nullable Model model;
    private @Nullable String chatTemplate;
    private @Nullable String modelName;
    private final MoteChatRequestParameters.Builder defaults = MoteChatRequestParameters.builder();
    private List<ChatModelListener> listeners = List.of();

    ChatBuilder() {}

    abstract B self();

    /** The open model. Whoever opened it closes it, after the last answer. Required. */
    public B model(Model value) {
        model = value;
        return self();
    }

    /** A chat template in Jinja instead of the one in the model's file. */
    public B chatTemplate(String source) {
        chatTemplate = source;
        return self();
    }

    /** The name under which the model answers; the file's own if none is given. */
    public B modelName(String value) {
        modelName = value;
        return self();
    }

    /** What holds where a request does not say otherwise; see {@link MoteChatRequestParameters}. */
    public B defaultRequestParameters(ChatRequestParameters parameters) {
        defaults.overrideWith(parameters);
        return self();
    }

    /** Divides the logits; 0 for always the likeliest token. */
    public B temperature(double value) {
        defaults.temperature(value);
        return self();
    }

    /** Keeps the likeliest tokens whose probability reaches p. */
    public B topP(double value) {
        defaults.topP(value);
        return self();
    }

    /** Keeps the k likeliest tokens. */
    public B topK(int value) {
        defaults.topK(value);
        return self();
    }

    /** Seed of the random numbers. */
    public B seed(long value) {
        defaults.seed(value);
        return self();
    }

    /** Most tokens of an answer; if none is given, as many as the context holds. */
    public B maxOutputTokens(int value) {
        defaults.maxOutputTokens(value);
        return self();
    }

    /** Texts that end an answer and are not part of it. */
    public B stopSequences(String... values) {
        defaults.stopSequences(values);
        return self();
    }

    /** Told of requests, answers and errors. */
    public B listeners(List<? extends ChatModelListener> values) {
        listeners = List.copyOf(values);
        return self();
    }

    /**
     * What was collected.
     *
     * @throws dev.langchain4j.exception.UnsupportedFeatureException if the defaults name another
     *     model
     */
    ChatSettings settings() {
        Model open = model;
        if (open == null) {
            throw new IllegalArgumentException("the model is missing; give one with model(…)");
        }
        String name = modelName == null ? open.description().name() : modelName;
        MoteChatRequestParameters given = defaults.build();
        Questions.requireName(given.modelName(), name);
        return new ChatSettings(
                chatTemplate == null
                        ? TemplatedModel.of(open)
                        : TemplatedModel.of(open, chatTemplate),
                name,
                given.overrideWith(ChatRequestParameters.builder().modelName(name).build()),
                listeners);
    }
}
