package dev.mote.serve.openai;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.TokenLogprob;
import dev.mote.engine.tools.ToolCall;
import dev.mote.engine.tools.Turn;
import dev.mote.engine.tools.TurnReader;
import dev.mote.serve.ServedModels;
import dev.mote.serve.chat.Conversation;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;
import dev.mote.serve.work.Job;
import dev.mote.serve.work.Workload;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code POST /v1/chat/completions}. */
public final class ChatCompletions implements Endpoint {
    private final ServedModels models;
    private final Workload workload;

    /** By these models. */
    public ChatCompletions(ServedModels models, Workload workload) {
        this.models = models;
        this.workload = workload;
    }

    @Override
    public void answer(Exchange exchange) {
        Fields body = Fields.parse(exchange.body());
        ChatQuestion question =
                ChatQuestion.read(exchange, body, models, workload.limits().promptTokensMax());
        Ignored.tell(exchange, question.ignored());
        try (Job job = workload.begin(exchange.caller())) {
            if (question.streaming().on()) {
                stream(exchange, question, job);
            } else {
                whole(exchange, question, job);
            }
        }
    }

    private static void whole(Exchange exchange, ChatQuestion question, Job job) {
        Conversation conversation = question.conversation();
        List<Answer> answers = new ArrayList<>();
        List<Object> choices = new ArrayList<>();
        for (int i = 0; i < question.choices(); i++) {
            Turn turn = new Turn();
            TurnReader reader = conversation.reader(turn);
            Answer answer =
                    job.generate(
                            conversation.model(),
                            conversation.prompt(),
                            Choices.options(conversation.options(), i),
                            reader::take);
            answers.add(answer);
            choices.add(
                    Wording.map(
                            "index", i,
                            "message", message(turn),
                            "logprobs", logprobs(conversation, answer.logprobs()),
                            "finish_reason", finishReason(answer, reader)));
        }
        exchange.reply(
                Reply.json(
                        200,
                        Wording.map(
                                "id", Wording.id("chatcmpl-"),
                                "object", "chat.completion",
                                "created", Wording.now(),
                                "model", conversation.model().id(),
                                "choices", choices,
                                "usage", Wording.usage(answers),
                                "timings", Wording.timings(answers.getLast().statistics()))));
    }

    private static Map<String, @Nullable Object> message(Turn turn) {
        boolean callsAlone = turn.text().isEmpty() && !turn.calls().isEmpty();
        Map<String, @Nullable Object> message =
                Wording.map(
                        "role",
                        "assistant",
                        "content",
                        callsAlone ? null : turn.text(),
                        "refusal",
                        null);
        if (!turn.reasoning().isEmpty()) {
            message.put("reasoning_content", turn.reasoning());
        }
        if (!turn.calls().isEmpty()) {
            message.put("tool_calls", turn.calls().stream().map(ChatCompletions::call).toList());
        }
        return message;
    }

    /** A call as this API tells it. */
    static Map<String, @Nullable Object> call(ToolCall call) {
        return Wording.map(
                "id", call.id(),
                "type", "function",
                "function", Wording.map("name", call.name(), "arguments", call.arguments()));
    }

    /** A call that the length cut off was none, so the length goes first. */
    static String finishReason(Answer answer, TurnReader reader) {
        return reader.called() && !Wording.cutShort(answer)
                ? "tool_calls"
                : Wording.finishReason(answer);
    }

    private static void stream(Exchange exchange, ChatQuestion question, Job job) {
        Conversation conversation = question.conversation();
        ChatChunks chunks = new ChatChunks(exchange, question);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < question.choices(); i++) {
            chunks.beginChoice(i);
            TurnReader reader = conversation.reader(chunks);
            Answer answer =
                    job.generate(
                            conversation.model(),
                            conversation.prompt(),
                            Choices.options(conversation.options(), i),
                            event -> {
                                chunks.take(event);
                                reader.take(event);
                            });
            answers.add(answer);
            chunks.endChoice(finishReason(answer, reader));
        }
        chunks.end(answers);
    }

    /** Null unless they were asked for. */
    static @Nullable Map<String, @Nullable Object> logprobs(
            Conversation conversation, List<TokenLogprob> tokens) {
        return conversation.options().logprobs() < 0
                ? null
                : Wording.logprobs(tokens, conversation.model().model().tokenizer());
    }

    /** The log-probability of an event's token, if there is one. */
    static List<TokenLogprob> logprobOf(GenerationEvent event) {
        return event instanceof GenerationEvent.Token token
                ? token.logprob().map(List::of).orElse(List.of())
                : List.of();
    }
}
