package dev.mote.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.mote.engine.Answer;
import dev.mote.engine.CancellationToken;
import dev.mote.engine.chat.ChatTask;
import dev.mote.engine.tools.ToolCall;
import dev.mote.engine.tools.Turn;
import dev.mote.engine.tools.TurnListener;
import dev.mote.engine.tools.TurnReader;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An answer told to a subscriber, in the manner of Reactive Streams: nothing is computed that was
 * not asked for, so that a slow subscriber slows the answer instead of filling memory. Events come
 * on the answer's own thread.
 */
final class PublishedAnswer implements Runnable, TurnListener, Subscription {
    /** The subscriber has gone: unwinds the generation. */
    private static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final ChatSettings settings;
    private final ChatRequest request;
    private final Subscriber<? super ChatModelStreamingEvent> subscriber;
    private final CancellationToken cancellation = new CancellationToken();
    private final Turn turn = new Turn();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long demand;
    private @Nullable IllegalArgumentException violation;

    private PublishedAnswer(
            ChatSettings settings,
            ChatRequest request,
            Subscriber<? super ChatModelStreamingEvent> subscriber) {
        this.settings = settings;
        this.request = request;
        this.subscriber = subscriber;
    }

    static void start(
            ChatSettings settings,
            ChatRequest request,
            Subscriber<? super ChatModelStreamingEvent> subscriber) {
        PublishedAnswer answer = new PublishedAnswer(settings, request, subscriber);
        subscriber.onSubscribe(answer);
        Thread.ofVirtual().name("mote-answer").start(answer);
    }

    @Override
    public void request(long count) {
        lock.lock();
        try {
            if (count <= 0) { // Reactive Streams, rule 3.9
                violation = new IllegalArgumentException("a request of %d events".formatted(count));
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        cancellation.cancel();
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            ChatTask task = Questions.task(settings, request);
            TurnReader reader = task.reader(this);
            Answer answer =
                    Failures.translated(() ->
                            task.model()
                                    .model()
                                    .generate(
                                            task.prompt(),
                                            task.options(),
                                            cancellation,
                                            reader::take));
            emit(new CompleteResponse(Responses.of(settings, answer, turn)));
        } catch (GoneException gone) {
            return;
        } catch (Throwable failure) { // reaches the subscriber; nobody else waits for this thread
            if (!cancellation.isCancelled()) {
                subscriber.onError(failure);
            }
            return;
        }
        if (!cancellation.isCancelled()) {
            subscriber.onComplete();
        }
    }

    @Override
    public void reasoning(String piece) {
        turn.reasoning(piece);
        emit(new PartialThinking(piece));
    }

    @Override
    public void text(String piece) {
        turn.text(piece);
        emit(new PartialResponse(piece));
    }

    @Override
    public void call(ToolCall call) {
        int index = turn.calls().size();
        turn.call(call);
        emit(new CompleteToolCall(index, Responses.call(call)));
    }

    private void emit(ChatModelStreamingEvent event) {
        awaitDemand();
        try {
            subscriber.onNext(event);
        } catch (Throwable broken) { // rule 2.13: the subscription counts as cancelled
            cancellation.cancel();
            throw new GoneException();
        }
    }

    private void awaitDemand() {
        lock.lock();
        try {
            while (demand == 0 && violation == null && !cancellation.isCancelled()) {
                changed.awaitUninterruptibly();
            }
            if (cancellation.isCancelled()) {
                throw new GoneException();
            }
            if (violation != null) {
                throw violation;
            }
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
        } finally {
            lock.unlock();
        }
    }
}
