package dev.mote.langchain4j;

import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.mote.engine.Answer;
import dev.mote.engine.CancellationToken;
import dev.mote.engine.chat.ChatTask;
import dev.mote.engine.tools.ToolCall;
import dev.mote.engine.tools.Turn;
import dev.mote.engine.tools.TurnListener;
import dev.mote.engine.tools.TurnReader;

/**
 * An answer told to a handler. What the handler throws goes to its own {@code onError} and does not
 * end the answer, as LangChain4j has it.
 */
final class HandledAnswer implements Runnable, TurnListener {
    private static final System.Logger LOG = System.getLogger("dev.mote.langchain4j");

    private final ChatSettings settings;
    private final ChatTask task;
    private final StreamingChatResponseHandler handler;
    private final CancellationToken cancellation = new CancellationToken();
    private final Turn turn = new Turn();
    private final StreamingHandle handle =
            new StreamingHandle() {
                @Override
                public void cancel() {
                    cancellation.cancel();
                }

                @Override
                public boolean isCancelled() {
                    return cancellation.isCancelled();
                }
            };

    HandledAnswer(ChatSettings settings, ChatTask task, StreamingChatResponseHandler handler) {
        this.settings = settings;
        this.task = task;
        this.handler = handler;
    }

    @Override
    public void run() {
        Answer answer;
        try {
            TurnReader reader = task.reader(this);
            answer =
                    Failures.translated(() ->
                            task.model()
                                    .model()
                                    .generate(
                                            task.prompt(),
                                            task.options(),
                                            cancellation,
                                            reader::take));
        } catch (Throwable failure) { // reaches the handler; nobody else waits for this thread
            error(failure);
            return;
        }
        tell(() -> handler.onCompleteResponse(Responses.of(settings, answer, turn)));
    }

    @Override
    public void reasoning(String piece) {
        turn.reasoning(piece);
        tell(() ->
                handler.onPartialThinking(
                        new PartialThinking(piece), new PartialThinkingContext(handle)));
    }

    @Override
    public void text(String piece) {
        turn.text(piece);
        tell(() ->
                handler.onPartialResponse(
                        new PartialResponse(piece), new PartialResponseContext(handle)));
    }

    @Override
    public void call(ToolCall call) {
        int index = turn.calls().size();
        turn.call(call);
        tell(() -> handler.onCompleteToolCall(new CompleteToolCall(index, Responses.call(call))));
    }

    private void tell(Runnable news) {
        if (cancellation.isCancelled()) {
            return;
        }
        try {
            news.run();
        } catch (Exception failure) { // the handler's own; it is told and may go on
            error(failure);
        }
    }

    private void error(Throwable failure) {
        if (cancellation.isCancelled()) {
            return;
        }
        try {
            handler.onError(failure);
        } catch (Exception second) { // there is nobody left to tell
            LOG.log(System.Logger.Level.WARNING, "onError of a streaming handler failed", second);
        }
    }
}
