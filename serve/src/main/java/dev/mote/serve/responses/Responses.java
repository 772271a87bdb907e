package dev.mote.serve.responses;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.tools.TurnReader;
import dev.mote.serve.ServedModels;
import dev.mote.serve.chat.Conversation;
import dev.mote.serve.openai.Ignored;
import dev.mote.serve.openai.Wording;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;
import dev.mote.serve.work.Job;
import dev.mote.serve.work.Workload;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code POST /v1/responses}. */
public final class Responses implements Endpoint {
    private final ServedModels models;
    private final Workload workload;
    private final ResponseStore store;

    /** By these models; kept there. */
    public Responses(ServedModels models, Workload workload, ResponseStore store) {
        this.models = models;
        this.workload = workload;
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) {
        Fields body = Fields.parse(exchange.body());
        ResponseQuestion question =
                ResponseQuestion.read(
                        exchange, body, models, store, workload.limits().promptTokensMax());
        Ignored.tell(exchange, question.ignored());
        try (Job job = workload.begin(exchange.caller())) {
            answer(exchange, question, job);
        }
    }

    private void answer(Exchange exchange, ResponseQuestion question, Job job) {
        String id = Wording.id("resp_");
        Instant made = store.now();
        Map<String, @Nullable Object> response = start(id, made, question);
        ResponseEvents events = new ResponseEvents(exchange, response);
        Conversation conversation = question.conversation();
        OutputItems output =
                new OutputItems(
                        conversation.model().model().tokenizer(),
                        question.logprobs(),
                        question.stream() ? events::take : event -> {});
        TurnReader reader = conversation.reader(output);
        Answer answer =
                job.generate(
                        conversation.model(),
                        conversation.prompt(),
                        conversation.options(),
                        event -> {
                            if (question.stream() && event instanceof GenerationEvent.Token) {
                                events.begin();
                            }
                            output.take(event, reader);
                        });
        boolean whole = !Wording.cutShort(answer);
        output.end(whole ? "completed" : "incomplete");
        Map<String, @Nullable Object> complete = complete(response, output, answer, whole);
        if (question.store() && !keep(exchange, id, made, question, complete, output)) {
            complete.put("store", false); // it alone is larger than what is kept
        }
        if (question.stream()) {
            String type = whole ? "response.completed" : "response.incomplete";
            events.take(Wording.map("type", type, "response", complete));
        } else {
            exchange.reply(Reply.json(200, complete));
        }
    }

    private static Map<String, @Nullable Object> start(
            String id, Instant made, ResponseQuestion question) {
        Map<String, @Nullable Object> response =
                Wording.map(
                        "id",
                        id,
                        "object",
                        "response",
                        "created_at",
                        made.getEpochSecond(),
                        "status",
                        "in_progress",
                        "background",
                        false,
                        "error",
                        null,
                        "incomplete_details",
                        null,
                        "model",
                        question.conversation().model().id(),
                        "output",
                        List.of());
        response.putAll(question.told());
        response.put("usage", null);
        return response;
    }

    private Map<String, @Nullable Object> complete(
            Map<String, @Nullable Object> start, OutputItems output, Answer answer, boolean whole) {
        Map<String, @Nullable Object> response = new LinkedHashMap<>(start);
        response.put("status", whole ? "completed" : "incomplete");
        if (whole) {
            response.put("completed_at", store.now().getEpochSecond());
        } else {
            response.put("incomplete_details", Wording.map("reason", "max_output_tokens"));
        }
        response.put("output", output.list());
        int prompt = answer.statistics().promptTokens();
        int written = answer.statistics().answerTokens();
        response.put(
                "usage",
                Wording.map(
                        "input_tokens",
                        prompt,
                        "input_tokens_details",
                        Wording.map("cached_tokens", answer.statistics().cachedTokens()),
                        "output_tokens",
                        written,
                        "output_tokens_details",
                        Wording.map("reasoning_tokens", output.reasoningTokens()),
                        "total_tokens",
                        prompt + written));
        response.put("timings", Wording.timings(answer.statistics()));
        return response;
    }

    private boolean keep(
            Exchange exchange,
            String id,
            Instant made,
            ResponseQuestion question,
            Map<String, @Nullable Object> complete,
            OutputItems output) {
        List<Map<String, @Nullable Object>> messages = new ArrayList<>(question.input().messages());
        messages.add(output.turn());
        return store.put(
                exchange.caller(),
                StoredResponse.of(id, made, complete, question.input().items(), messages));
    }
}
