package dev.mote.langchain4j;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.mote.engine.Answer;
import dev.mote.engine.CancellationToken;
import dev.mote.engine.chat.ChatTask;
import dev.mote.engine.tools.Turn;
import dev.mote.engine.tools.TurnReader;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * An open model as LangChain4j's {@link ChatModel}: tools, reasoning, JSON by schema. What a
 * request asks for is done or refused with a {@link
 * dev.langchain4j.exception.LangChain4jException}, never dropped.
 *
 * <p>Thread-safe. {@code chat} computes on the caller's thread; {@code chatAsync} on a virtual
 * thread of its own, and cancelling its future ends the answer within a token.
 */
public final class MoteChatModel implements ChatModel {
    private final ChatSettings settings;

    private MoteChatModel(ChatSettings settings) {
        this.settings = settings;
    }

    /** Begins a model. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return answer(Questions.task(settings, request), new CancellationToken());
    }

    @Override
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
        CancellationToken cancellation = new CancellationToken();
        CompletableFuture<ChatResponse> future =
                new CompletableFuture<>() {
                    @Override
                    public boolean cancel(boolean mayInterrupt) {
                        cancellation.cancel();
                        return super.cancel(mayInterrupt);
                    }
                };
        Thread.ofVirtual()
                .name("mote-answer")
                .start(() -> {
                    try {
                        future.complete(answer(Questions.task(settings, request), cancellation));
                    } catch (Throwable failure) { // reaches whoever waits for the future
                        future.completeExceptionally(failure);
                    }
                });
        return future;
    }

    private ChatResponse answer(ChatTask task, CancellationToken cancellation) {
        Turn turn = new Turn();
        TurnReader reader = task.reader(turn);
        Answer answer =
                Failures.translated(() ->
                        task.model()
                                .model()
                                .generate(
                                        task.prompt(), task.options(), cancellation, reader::take));
        return Responses.of(settings, answer, turn);
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
        public MoteChatModel build() {
            return new MoteChatModel(settings());
        }
    }
}
