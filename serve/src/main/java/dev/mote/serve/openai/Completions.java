package dev.mote.serve.openai;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.engine.Prompt;
import dev.mote.engine.TokenLogprob;
import dev.mote.serve.ServedModel;
import dev.mote.serve.ServedModels;
import dev.mote.serve.chat.PromptSize;
import dev.mote.serve.question.Fields;
import dev.mote.serve.question.SamplingFields;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.EventStream;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;
import dev.mote.serve.work.Job;
import dev.mote.serve.work.Workload;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code POST /v1/completions}: continues texts. */
public final class Completions implements Endpoint {
    private static final int TOKENS_DEFAULT = 16;
    private static final int TOP_LOGPROBS_MAX = 20;
    private static final int PROMPTS_MAX = 32;

    private final ServedModels models;
    private final Workload workload;

    /** By these models. */
    public Completions(ServedModels models, Workload workload) {
        this.models = models;
        this.workload = workload;
    }

    private record Question(
            ServedModel model,
            List<Prompt.Tokens> prompts,
            GenerationOptions options,
            int choices,
            Streaming streaming) {}

    @Override
    public void answer(Exchange exchange) {
        Fields body = Fields.parse(exchange.body());
        ServedModel model = models.find(exchange, body.string("model"));
        GenerationOptionsBuilder options =
                SamplingFields.openAi(body, model.model().description().vocabularySize());
        options.maxTokens(body.integer("max_tokens", 1, Integer.MAX_VALUE, TOKENS_DEFAULT));
        options.logprobs(body.integer("logprobs", 0, TOP_LOGPROBS_MAX, -1));
        List<Prompt.Tokens> prompts =
                PromptField.read(body, "prompt", PROMPTS_MAX, model.model().tokenizer());
        prompts.forEach(p -> PromptSize.require(p, workload.limits().promptTokensMax()));
        body.only("echo", "send the prompt's own text before the answer yourself", false);
        body.only("suffix", "models here write forward only", "");
        body.only("best_of", "use n and choose", 1L);
        int choices = body.integer("n", 1, Streaming.CHOICES_MAX, 1);
        Streaming streaming = Streaming.read(body);
        Ignored.tell(exchange, Streaming.ignored(body));
        body.refuseRest();
        Question question = new Question(model, prompts, options.build(), choices, streaming);
        try (Job job = workload.begin(exchange.caller())) {
            answer(exchange, question, job);
        }
    }

    private static void answer(Exchange exchange, Question question, Job job) {
        String id = Wording.id("cmpl-");
        long created = Wording.now();
        Chunks chunks = new Chunks(exchange, question, id, created);
        List<Answer> answers = new ArrayList<>();
        List<Object> choices = new ArrayList<>();
        for (Prompt prompt : question.prompts()) {
            for (int i = 0; i < question.choices(); i++) {
                int index = choices.size();
                Answer answer =
                        job.generate(
                                question.model(),
                                prompt,
                                Choices.options(question.options(), i),
                                event -> chunks.take(index, event));
                answers.add(answer);
                Map<String, @Nullable Object> logprobs = logprobs(question, answer.logprobs());
                String reason = Wording.finishReason(answer);
                choices.add(choice(index, answer.text(), logprobs, reason));
                chunks.end(index, reason);
            }
        }
        Map<String, @Nullable Object> usage = usage(question, answers);
        if (question.streaming().on()) {
            chunks.end(answers, usage);
        } else {
            Map<String, @Nullable Object> whole =
                    completion(id, created, question.model().id(), choices);
            whole.put("usage", usage);
            whole.put("timings", Wording.timings(answers.getLast().statistics()));
            exchange.reply(Reply.json(200, whole));
        }
    }

    private static Map<String, @Nullable Object> completion(
            String id, long created, String model, List<Object> choices) {
        return Wording.map(
                "id", id,
                "object", "text_completion",
                "created", created,
                "model", model,
                "choices", choices);
    }

    private static Map<String, @Nullable Object> choice(
            int index,
            String text,
            @Nullable Map<String, @Nullable Object> logprobs,
            @Nullable String reason) {
        return Wording.map(
                "index", index, "text", text, "logprobs", logprobs, "finish_reason", reason);
    }

    /** Each prompt counts once, however many answers it has. */
    private static Map<String, @Nullable Object> usage(Question question, List<Answer> answers) {
        long prompt = 0;
        long cached = 0;
        long completion = 0;
        for (int i = 0; i < answers.size(); i++) {
            if (i % question.choices() == 0) {
                prompt += answers.get(i).statistics().promptTokens();
                cached += answers.get(i).statistics().cachedTokens();
            }
            completion += answers.get(i).statistics().answerTokens();
        }
        return Wording.map(
                "prompt_tokens",
                prompt,
                "completion_tokens",
                completion,
                "total_tokens",
                prompt + completion,
                "prompt_tokens_details",
                Wording.map("cached_tokens", cached));
    }

    /** As this older API tells them; null unless they were asked for. */
    private static @Nullable Map<String, @Nullable Object> logprobs(
            Question question, List<TokenLogprob> tokens) {
        if (question.options().logprobs() < 0) {
            return null;
        }
        Tokenizer tokenizer = question.model().model().tokenizer();
        List<Object> texts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        List<Object> tops = new ArrayList<>();
        for (TokenLogprob token : tokens) {
            texts.add(Wording.text(tokenizer.bytes(token.token(), true)));
            values.add(Wording.finite(token.logprob()));
            Map<String, Double> top = new LinkedHashMap<>();
            for (TokenLogprob.Alternative other : token.top()) {
                String text = Wording.text(tokenizer.bytes(other.token(), true));
                top.putIfAbsent(text, Wording.finite(other.logprob()));
            }
            tops.add(top);
        }
        return Wording.map("tokens", texts, "token_logprobs", values, "top_logprobs", tops);
    }

    /** Writes the answers as events, if that is wanted. */
    private static final class Chunks {
        private final Exchange exchange;
        private final Question question;
        private final String id;
        private final long created;
        private final List<TokenLogprob> waiting = new ArrayList<>();
        private @Nullable EventStream events;

        Chunks(Exchange exchange, Question question, String id, long created) {
            this.exchange = exchange;
            this.question = question;
            this.id = id;
            this.created = created;
        }

        void take(int index, GenerationEvent event) {
            if (!question.streaming().on() || event instanceof GenerationEvent.Prefilled) {
                return;
            }
            waiting.addAll(ChatCompletions.logprobOf(event));
            if (!event.text().isEmpty()) {
                send(List.of(choice(index, event.text(), logprobs(), null)), null);
            }
        }

        private @Nullable Map<String, @Nullable Object> logprobs() {
            List<TokenLogprob> tokens = List.copyOf(waiting);
            waiting.clear();
            return Completions.logprobs(question, tokens);
        }

        void end(int index, String reason) {
            if (question.streaming().on()) {
                send(List.of(choice(index, "", logprobs(), reason)), null);
            }
        }

        void end(List<Answer> answers, Map<String, @Nullable Object> usage) {
            if (question.streaming().usage()) {
                send(
                        List.of(),
                        Wording.map(
                                "usage",
                                usage,
                                "timings",
                                Wording.timings(answers.getLast().statistics())));
            }
            stream().send("[DONE]");
        }

        private void send(List<Object> choices, @Nullable Map<String, @Nullable Object> further) {
            Map<String, @Nullable Object> chunk =
                    completion(id, created, question.model().id(), choices);
            if (further != null) {
                chunk.putAll(further);
            }
            stream().send(Reply.jsonText(chunk));
        }

        private EventStream stream() {
            EventStream begun = events;
            if (begun == null) {
                begun = exchange.events();
                events = begun;
            }
            return begun;
        }
    }
}
