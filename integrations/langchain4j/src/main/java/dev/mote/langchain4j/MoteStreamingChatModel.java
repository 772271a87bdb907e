package dev.mote.langchain4j;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.mote.engine.chat.ChatTask;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow.Publisher;

/**
 * An open model as LangChain4j's {@link StreamingChatModel}. Text and reasoning come as they are
 * written, calls of tools once they are whole.
 *
 * <p>Thread-safe. Each answer is computed, and its events are told, on a virtual thread of its own.
 * Cancelling, by the handle or the subscription, ends the answer within a token and frees its
 * memory; after that nothing is told. A publisher computes only as far as its subscriber asks.
 */
public final class MoteStreamingChatModel implements StreamingChatModel {
    private final ChatSettings settings;

    private MoteStreamingChatModel(ChatSettings settings) {
        this.settings = settings;
    }

    /** Begins a model. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatTask task = Questions.task(settings, request);
        HandledAnswer answer = new HandledAnswer(settings, task, handler);
        Thread.ofVirtual().name("mote-answer").start(answer);
    }

    @Override
    public Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
        return subscriber -> PublishedAnswer.start(settings, request, subscriber);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return settings.defaults();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return settings.listeners();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }

    /** Collects what the model is made of. */
    public static final class Builder extends ChatBuilder<Builder> {
        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** The model. */
        public MoteStreamingChatModel build() {
            return new MoteStreamingChatModel(settings());
        }
    }
}
