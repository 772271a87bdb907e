package dev.mote.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.output.Response;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.Model;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Answers as they are written, and their end. */
class StreamingTest {
    private static Model model;

    @BeforeAll
    static void open() {
        model = TestModels.llama();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static MoteStreamingChatModel streaming() {
        return MoteStreamingChatModel.builder()
                .model(model)
                .chatTemplate(TestModels.TEMPLATE)
                .seed(3)
                .maxOutputTokens(30)
                .build();
    }

    private static ChatRequest question() {
        return ChatRequest.builder().messages(UserMessage.from("hello")).build();
    }

    /** Takes as much as it is told to and writes down what comes. */
    private static final class Listener implements Flow.Subscriber<ChatModelStreamingEvent> {
        final List<ChatModelStreamingEvent> events = new CopyOnWriteArrayList<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final CompletableFuture<Boolean> end = new CompletableFuture<>();
        final CountDownLatch two = new CountDownLatch(2);

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(ChatModelStreamingEvent event) {
            events.add(event);
            two.countDown();
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(true);
        }
    }

    @Test
    void publishersComputeNoFurtherThanAsked() throws Exception {
        Listener listener = new Listener();
        streaming().chat(question()).subscribe(listener);
        Flow.Subscription subscription = listener.subscription.get(10, TimeUnit.SECONDS);
        subscription.request(2);
        assertThat(listener.two.await(30, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(200); // time enough for an answer that does not wait to end
        assertThat(listener.events).hasSize(2);
        assertThat(listener.end).isNotDone();
        subscription.request(Long.MAX_VALUE);
        listener.end.get(30, TimeUnit.SECONDS);
        assertThat(listener.events.getLast()).isInstanceOf(CompleteResponse.class);
    }

    @Test
    void cancelledSubscriptionsHearNothingMore() throws Exception {
        Listener listener = new Listener();
        streaming().chat(question()).subscribe(listener);
        Flow.Subscription subscription = listener.subscription.get(10, TimeUnit.SECONDS);
        subscription.request(2);
        assertThat(listener.two.await(30, TimeUnit.SECONDS)).isTrue();
        subscription.cancel();
        subscription.request(10);
        Thread.sleep(200); // time enough for what should not come
        assertThat(listener.events).hasSize(2);
        assertThat(listener.end).isNotDone();
    }

    @Test
    void asynchronousAnswersAreThoseOfTheCaller() throws Exception {
        MoteChatModel chat =
                MoteChatModel.builder()
                        .model(model)
                        .chatTemplate(TestModels.TEMPLATE)
                        .seed(3)
                        .maxOutputTokens(30)
                        .build();
        ChatResponse response = chat.chatAsync(question()).get(30, TimeUnit.SECONDS);
        assertThat(response.aiMessage()).isEqualTo(chat.chat(question()).aiMessage());
    }

    @Test
    void continuesText() throws Exception {
        GenerationOptions options = GenerationOptions.GREEDY.toBuilder().maxTokens(10).build();
        MoteLanguageModel language = new MoteLanguageModel(model, options);
        StringBuilder pieces = new StringBuilder();
        CompletableFuture<Response<String>> end = new CompletableFuture<>();
        language.generate(
                "Once upon a time",
                new StreamingResponseHandler<>() {
                    @Override
                    public void onNext(String piece) {
                        pieces.append(piece);
                    }

                    @Override
                    public void onComplete(Response<String> response) {
                        end.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        end.completeExceptionally(failure);
                    }
                });
        Response<String> streamed = end.get(30, TimeUnit.SECONDS);
        assertThat(streamed.content()).isEqualTo(pieces.toString());
        assertThat(language.generate("Once upon a time").content()).isEqualTo(pieces.toString());
        assertThat(Objects.requireNonNull(streamed.tokenUsage()).outputTokenCount())
                .isBetween(1, 10);
    }

    @Test
    void countsTokensAsTheModelDoes() {
        MoteTokenCountEstimator estimator = new MoteTokenCountEstimator(model);
        assertThat(estimator.estimateTokenCountInText("Once upon a time"))
                .isEqualTo(model.tokenCount("Once upon a time"));
        assertThat(estimator.estimateTokenCountInMessages(List.of(UserMessage.from("hello"))))
                .isEqualTo(estimator.estimateTokenCountInMessage(UserMessage.from("hello")))
                .isGreaterThan(model.tokenCount("hello"));
    }
}
