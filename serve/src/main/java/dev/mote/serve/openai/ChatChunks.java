package dev.mote.serve.openai;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.TokenLogprob;
import dev.mote.engine.tools.ToolCall;
import dev.mote.engine.tools.TurnListener;
import dev.mote.serve.wire.EventStream;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes answers of the chat API as events. The answer begins with the first token, so that what
 * fails before still has a status of its own.
 */
final class ChatChunks implements TurnListener {
    private final Exchange exchange;
    private final ChatQuestion question;
    private final String id = Wording.id("chatcmpl-");
    private final long created = Wording.now();
    private final List<TokenLogprob> waiting = new ArrayList<>();
    private @Nullable EventStream events;
    private int choice;
    private int calls;
    private boolean begun;

    ChatChunks(Exchange exchange, ChatQuestion question) {
        this.exchange = exchange;
        this.question = question;
    }

    void beginChoice(int index) {
        choice = index;
        calls = 0;
        begun = false;
        waiting.clear();
    }

    /** Hears of an event before its text does. */
    void take(GenerationEvent event) {
        waiting.addAll(ChatCompletions.logprobOf(event));
        if (event instanceof GenerationEvent.Token) {
            begin();
        }
    }

    @Override
    public void reasoning(String piece) {
        send(Wording.map("reasoning_content", piece), null);
    }

    @Override
    public void text(String piece) {
        send(Wording.map("content", piece), null);
    }

    @Override
    public void call(ToolCall call) {
        Map<String, @Nullable Object> delta = Wording.map("index", calls++);
        delta.putAll(ChatCompletions.call(call));
        send(Wording.map("tool_calls", List.of(delta)), null);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            chunk(Wording.map("role", "assistant", "content", ""), null, null);
        }
    }

    void endChoice(String finishReason) {
        send(Wording.map(), finishReason);
    }

    private void send(Map<String, @Nullable Object> delta, @Nullable String finishReason) {
        begin();
        List<TokenLogprob> tokens = List.copyOf(waiting);
        waiting.clear();
        chunk(
                delta,
                tokens.isEmpty() ? null : ChatCompletions.logprobs(question.conversation(), tokens),
                finishReason);
    }

    private void chunk(
            Map<String, @Nullable Object> delta,
            @Nullable Map<String, @Nullable Object> logprobs,
            @Nullable String finishReason) {
        Map<String, @Nullable Object> entry =
                Wording.map(
                        "index", choice,
                        "delta", delta,
                        "logprobs", logprobs,
                        "finish_reason", finishReason);
        Map<String, @Nullable Object> chunk = frame(List.of(entry));
        if (question.streaming().usage()) {
            chunk.put("usage", null);
        }
        stream().send(Reply.jsonText(chunk));
    }

    private Map<String, @Nullable Object> frame(List<Object> choices) {
        return Wording.map(
                "id", id,
                "object", "chat.completion.chunk",
                "created", created,
                "model", question.conversation().model().id(),
                "choices", choices);
    }

    /** Says what it took, and that this was all. */
    void end(List<Answer> answers) {
        if (question.streaming().usage()) {
            Map<String, @Nullable Object> last = frame(List.of());
            last.put("usage", Wording.usage(answers));
            last.put("timings", Wording.timings(answers.getLast().statistics()));
            stream().send(Reply.jsonText(last));
        }
        stream().send("[DONE]");
    }

    private EventStream stream() {
        EventStream begunStream = events;
        if (begunStream == null) {
            begunStream = exchange.events();
            events = begunStream;
        }
        return begunStream;
    }
}
