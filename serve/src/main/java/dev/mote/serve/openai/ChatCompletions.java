package dev.mote.serve.openai;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.TokenLogprob;
import dev.mote.serve.ServedModels;
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
                ChatQuestion.read(body, models, workload.limits().promptTokensMax());
        Ignored.tell(exchange, question.ignored());
        try (Job job = workload.begin()) {
            if (question.streaming().on()) {
                stream(exchange, question, job);
            } else {
                whole(exchange, question, job);
            }
        }
    }

    private static void whole(Exchange exchange, ChatQuestion question, Job job) {
        List<Answer> answers = new ArrayList<>();
        List<Object> choices = new ArrayList<>();
        for (int i = 0; i < question.choices(); i++) {
            Answer answer =
                    job.generate(
                            question.model(), question.prompt(), options(question, i), e -> {});
            answers.add(answer);
            choices.add(
                    Wording.map(
                            "index", i,
                            "message",
                                    Wording.map(
                                            "role",
                                            "assistant",
                                            "content",
                                            answer.text(),
                                            "refusal",
                                            null),
                            "logprobs", logprobs(question, answer.logprobs()),
                            "finish_reason", Wording.finishReason(answer)));
        }
        exchange.reply(
                Reply.json(
                        200,
                        Wording.map(
                                "id", Wording.id("chatcmpl-"),
                                "object", "chat.completion",
                                "created", Wording.now(),
                                "model", question.model().id(),
                                "choices", choices,
                                "usage", Wording.usage(answers),
                                "timings", Wording.timings(answers.getLast().statistics()))));
    }

    private static void stream(Exchange exchange, ChatQuestion question, Job job) {
        ChatChunks chunks = new ChatChunks(exchange, question);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < question.choices(); i++) {
            int index = i;
            chunks.beginChoice();
            Answer answer =
                    job.generate(
                            question.model(),
                            question.prompt(),
                            options(question, i),
                            event -> chunks.take(index, event));
            answers.add(answer);
            chunks.endChoice(index, answer);
        }
        chunks.end(answers);
    }

    /** Further choices draw from further seeds. */
    private static GenerationOptions options(ChatQuestion question, int choice) {
        return Choices.options(question.options(), choice);
    }

    /** Null unless they were asked for. */
    static @Nullable Map<String, @Nullable Object> logprobs(
            ChatQuestion question, List<TokenLogprob> tokens) {
        return question.options().logprobs() < 0
                ? null
                : Wording.logprobs(tokens, question.model().model().tokenizer());
    }

    /** The log-probability of an event's token, if there is one. */
    static List<TokenLogprob> logprobOf(GenerationEvent event) {
        return event instanceof GenerationEvent.Token token
                ? token.logprob().map(List::of).orElse(List.of())
                : List.of();
    }
}
