package dev.mote.serve.anthropic;

import dev.mote.engine.tools.ToolCall;
import dev.mote.engine.tools.TurnListener;
import dev.mote.serve.openai.Wording;
import dev.mote.serve.wire.EventStream;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Writes an answer as Anthropic's events: a message of blocks, each with its beginning and end. */
final class MessageEvents implements TurnListener {
    private final Exchange exchange;
    private final Map<String, @Nullable Object> message;
    private @Nullable EventStream events;
    private String open = "";
    private int index;
    private int promptTokens;

    /** The message as it stands before there is any content. */
    MessageEvents(Exchange exchange, Map<String, @Nullable Object> message) {
        this.exchange = exchange;
        this.message = message;
    }

    void promptTokens(int count) {
        promptTokens = count;
    }

    /** Says that the answer begins, once. */
    EventStream begin() {
        EventStream begun = events;
        if (begun == null) {
            begun = exchange.events();
            events = begun;
            message.put("usage", Wording.map("input_tokens", promptTokens, "output_tokens", 0));
            send(begun, Wording.map("type", "message_start", "message", message));
        }
        return begun;
    }

    @Override
    public void reasoning(String piece) {
        block("thinking", Wording.map("type", "thinking", "thinking", "", "signature", ""));
        delta(Wording.map("type", "thinking_delta", "thinking", piece));
    }

    @Override
    public void text(String piece) {
        block("text", Wording.map("type", "text", "text", ""));
        delta(Wording.map("type", "text_delta", "text", piece));
    }

    @Override
    public void call(ToolCall call) {
        endBlock();
        block(
                "tool_use",
                Wording.map(
                        "type",
                        "tool_use",
                        "id",
                        call.id(),
                        "name",
                        call.name(),
                        "input",
                        Map.of()));
        delta(Wording.map("type", "input_json_delta", "partial_json", call.arguments()));
        endBlock();
    }

    private void block(String type, Map<String, @Nullable Object> start) {
        if (open.equals(type)) {
            return;
        }
        endBlock();
        open = type;
        send(
                begin(),
                Wording.map("type", "content_block_start", "index", index, "content_block", start));
    }

    private void delta(Map<String, @Nullable Object> delta) {
        send(begin(), Wording.map("type", "content_block_delta", "index", index, "delta", delta));
    }

    private void endBlock() {
        if (!open.isEmpty()) {
            send(begin(), Wording.map("type", "content_block_stop", "index", index));
            index++;
            open = "";
        }
    }

    void end(
            String stopReason, @Nullable String stopSequence, Map<String, @Nullable Object> usage) {
        endBlock();
        send(
                begin(),
                Wording.map(
                        "type",
                        "message_delta",
                        "delta",
                        Wording.map("stop_reason", stopReason, "stop_sequence", stopSequence),
                        "usage",
                        usage));
        send(begin(), Wording.map("type", "message_stop"));
    }

    private static void send(EventStream events, Map<String, @Nullable Object> event) {
        events.send(String.valueOf(event.get("type")), Reply.jsonText(event));
    }
}
