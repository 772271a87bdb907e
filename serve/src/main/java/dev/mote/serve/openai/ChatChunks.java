package dev.mote.serve.openai;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.TokenLogprob;
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
final class ChatChunks {
    private final Exchange exchange;
    private final ChatQuestion question;
    private final String id = Wording.id("chatcmpl-");
    private final long created = Wording.now();
    private final List<TokenLogprob> waiting = new ArrayList<>();
    private @Nullable EventStream events;
    private boolean begun;

    ChatChunks(Exchange exchange, ChatQuestion question) {
        this.exchange = exchange;
        this.question = question;
    }

    void beginChoice() {
        begun = false;
        waiting.clear();
    }

    void take(int choice, GenerationEvent event) {
        waiting.addAll(ChatCompletions.logprobOf(event));
        switch (event) {
            case GenerationEvent.Prefilled _ -> {}
            case GenerationEvent.Token token -> content(choice, token.text());
            case GenerationEvent.Finished finished -> content(choice, finished.text());
        }
    }

    private void content(int choice, String text) {
        begin(choice);
        if (!text.isEmpty()) {
            send(choice, Wording.map("content", text), null);
        }
    }

    private void begin(int choice) {
        if (!begun) {
            begun = true;
            send(choice, Wording.map("role", "assistant", "content", ""), null);
        }
    }

    void endChoice(int choice, Answer answer) {
        begin(choice);
        send(choice, Wording.map(), Wording.finishReason(answer));
    }

    private void send(
            int choice, Map<String, @Nullable Object> delta, @Nullable String finishReason) {
        Map<String, @Nullable Object> entry =
                Wording.map(
                        "index", choice,
                        "delta", delta,
                        "logprobs", waiting.isEmpty() ? null : logprobs(),
                        "finish_reason", finishReason);
        Map<String, @Nullable Object> chunk = chunk(List.of(entry));
        if (question.streaming().usage()) {
            chunk.put("usage", null);
        }
        stream().send(Reply.jsonText(chunk));
    }

    /** Those of the tokens since the last chunk. */
    private @Nullable Map<String, @Nullable Object> logprobs() {
        List<TokenLogprob> tokens = List.copyOf(waiting);
        waiting.clear();
        return ChatCompletions.logprobs(question, tokens);
    }

    private Map<String, @Nullable Object> chunk(List<Object> choices) {
        return Wording.map(
                "id", id,
                "object", "chat.completion.chunk",
                "created", created,
                "model", question.model().id(),
                "choices", choices);
    }

    /** Says what it took, and that this was all. */
    void end(List<Answer> answers) {
        if (question.streaming().usage()) {
            Map<String, @Nullable Object> last = chunk(List.of());
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
