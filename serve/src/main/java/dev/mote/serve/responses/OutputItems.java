package dev.mote.serve.responses;

import dev.mote.engine.GenerationEvent;
import dev.mote.engine.TokenLogprob;
import dev.mote.engine.tools.ToolCall;
import dev.mote.engine.tools.TurnListener;
import dev.mote.engine.tools.TurnReader;
import dev.mote.format.json.Json;
import dev.mote.serve.openai.Wording;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a model writes as items: its reasoning, messages and calls, each with its beginning, its
 * pieces and its end, told as events while they come.
 */
final class OutputItems implements TurnListener {
    private final Consumer<Map<String, @Nullable Object>> events;
    private final Tokenizer tokenizer;
    private final boolean logprobs;
    private final List<Map<String, @Nullable Object>> items = new ArrayList<>();
    private final List<TokenLogprob> waiting = new ArrayList<>();
    private final List<Object> said = new ArrayList<>();
    private final StringBuilder pieces = new StringBuilder();
    private final Map<String, @Nullable Object> turn =
            Wording.map("role", "assistant", "content", "");
    private final List<Object> calls = new ArrayList<>();
    private String open = "";
    private String id = "";
    private int tokens;
    private int reasoningTokens;

    /**
     * Nothing yet.
     *
     * @param logprobs whether those of the text's tokens are told
     * @param events told each event, without its number
     */
    OutputItems(
            Tokenizer tokenizer, boolean logprobs, Consumer<Map<String, @Nullable Object>> events) {
        this.tokenizer = tokenizer;
        this.logprobs = logprobs;
        this.events = events;
    }

    /** Takes the next event of the generation. */
    void take(GenerationEvent event, TurnReader reader) {
        if (event instanceof GenerationEvent.Token token) {
            tokens++;
            if (logprobs) {
                token.logprob().ifPresent(waiting::add);
            }
        }
        reader.take(event);
    }

    @Override
    public void reasoning(String piece) {
        reasoningTokens = tokens;
        waiting.clear(); // which were those of the text alone
        begin("reasoning");
        pieces.append(piece);
        emit("response.reasoning_text.delta", "content_index", 0, "delta", piece);
    }

    @Override
    public void text(String piece) {
        begin("message");
        pieces.append(piece);
        List<?> probabilities = probabilities();
        said.addAll(probabilities);
        emit(
                "response.output_text.delta",
                "content_index",
                0,
                "delta",
                piece,
                "logprobs",
                probabilities);
    }

    private List<?> probabilities() {
        Object list = Wording.logprobs(waiting, tokenizer).get("content");
        waiting.clear();
        return list instanceof List<?> found ? found : List.of();
    }

    @Override
    public void call(ToolCall call) {
        end("completed");
        waiting.clear();
        id = Wording.id("fc_");
        emit(
                "response.output_item.added",
                "item",
                Items.call(id, call.id(), call.name(), "", "in_progress"));
        emit("response.function_call_arguments.delta", "delta", call.arguments());
        emit(
                "response.function_call_arguments.done",
                "name",
                call.name(),
                "arguments",
                call.arguments());
        calls.add(
                Items.templateCall(
                        call.id(), call.name(), Json.parseObject("arguments", call.arguments())));
        done(Items.call(id, call.id(), call.name(), call.arguments(), "completed"));
    }

    private void begin(String type) {
        if (open.equals(type)) {
            return;
        }
        end("completed");
        open = type;
        boolean reasons = type.equals("reasoning");
        id = Wording.id(reasons ? "rs_" : "msg_");
        emit(
                "response.output_item.added",
                "item",
                reasons
                        ? Items.reasoning(id, "", "in_progress")
                        : Items.message(id, List.of(), "in_progress"));
        emit("response.content_part.added", "content_index", 0, "part", part(reasons, ""));
    }

    private Map<String, @Nullable Object> part(boolean reasons, String text) {
        return reasons ? Items.reasoningPart(text) : Items.textPart(text, List.copyOf(said));
    }

    /** Ends the item that is open, if there is one. */
    void end(String status) {
        if (open.isEmpty()) {
            return;
        }
        boolean reasons = open.equals("reasoning");
        String text = pieces.toString();
        Map<String, @Nullable Object> part = part(reasons, text);
        if (reasons) {
            emit("response.reasoning_text.done", "content_index", 0, "text", text);
        } else {
            emit(
                    "response.output_text.done",
                    "content_index",
                    0,
                    "text",
                    text,
                    "logprobs",
                    List.copyOf(said));
        }
        emit("response.content_part.done", "content_index", 0, "part", part);
        turn.merge(reasons ? "reasoning_content" : "content", text, (old, more) -> "" + old + more);
        done(
                reasons
                        ? Items.reasoning(id, text, status)
                        : Items.message(id, List.of(part), status));
        open = "";
        pieces.setLength(0);
        said.clear();
    }

    private void done(Map<String, @Nullable Object> item) {
        emit("response.output_item.done", "item", item);
        items.add(item);
    }

    private void emit(String type, @Nullable Object... further) {
        Map<String, @Nullable Object> event = Wording.map("type", type);
        event.put("output_index", items.size());
        if (!type.startsWith("response.output_item")) {
            event.put("item_id", id);
        }
        event.putAll(Wording.map(further));
        events.accept(event);
    }

    /** Those that are complete. */
    List<Map<String, @Nullable Object>> list() {
        return List.copyOf(items);
    }

    /** The same as a message, for templates. */
    Map<String, @Nullable Object> turn() {
        if (!calls.isEmpty()) {
            turn.put("tool_calls", List.copyOf(calls));
        }
        return turn;
    }

    /** Tokens up to the end of the reasoning. */
    int reasoningTokens() {
        return reasoningTokens;
    }
}
