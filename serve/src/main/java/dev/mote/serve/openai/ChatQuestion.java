package dev.mote.serve.openai;

import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.serve.ServedModel;
import dev.mote.serve.ServedModels;
import dev.mote.serve.chat.Conversation;
import dev.mote.serve.chat.Messages;
import dev.mote.serve.question.Fields;
import dev.mote.serve.question.ResponseFormat;
import dev.mote.serve.question.SamplingFields;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of the chat API, understood.
 *
 * @param conversation to be answered
 * @param choices answers wanted
 * @param streaming whether as events
 * @param ignored parameters that change nothing
 */
record ChatQuestion(
        Conversation conversation, int choices, Streaming streaming, List<String> ignored) {
    private static final int TOP_LOGPROBS_MAX = 20;

    /** Reads a body; refuses what is not understood. */
    static ChatQuestion read(
            Exchange exchange, Fields body, ServedModels models, int promptTokensMax) {
        ServedModel model = models.find(exchange, body.string("model"));
        List<Map<String, @Nullable Object>> messages = Messages.read(body);
        GenerationOptionsBuilder options =
                SamplingFields.openAi(body, model.model().description().vocabularySize());
        maxTokens(body).ifPresent(options::maxTokens);
        logprobs(body, options);
        refuseWhatIsNotOffered(body);
        Map<String, @Nullable Object> variables = body.map("chat_template_kwargs").orElse(Map.of());
        for (String own : List.of("messages", "tools", "add_generation_prompt")) {
            if (variables.containsKey(own)) {
                throw Refusal.invalid(
                        "chat_template_kwargs", "chat_template_kwargs may not set " + own);
            }
        }
        int choices = body.integer("n", 1, Streaming.CHOICES_MAX, 1);
        Streaming streaming = Streaming.read(body);
        List<String> ignored = Streaming.ignored(body);
        Conversation conversation =
                Conversation.of(
                        model,
                        messages,
                        variables,
                        options,
                        ResponseFormat.chat(body),
                        ToolFields.read(body, model),
                        promptTokensMax);
        body.refuseRest();
        return new ChatQuestion(conversation, choices, streaming, ignored);
    }

    private static Optional<Integer> maxTokens(Fields body) {
        Optional<Long> old = body.whole("max_tokens", 1, Integer.MAX_VALUE);
        Optional<Long> now = body.whole("max_completion_tokens", 1, Integer.MAX_VALUE);
        if (old.isPresent() && now.isPresent() && !old.equals(now)) {
            throw Refusal.invalid(
                    "max_tokens", "max_tokens and max_completion_tokens contradict each other");
        }
        return now.or(() -> old).map(Long::intValue);
    }

    private static void logprobs(Fields body, GenerationOptionsBuilder options) {
        boolean wanted = body.flag("logprobs", false);
        int top = body.integer("top_logprobs", 0, TOP_LOGPROBS_MAX, 0);
        if (top > 0 && !wanted) {
            throw Refusal.invalid("top_logprobs", "top_logprobs needs logprobs: true");
        }
        if (wanted) {
            options.logprobs(top);
        }
    }

    private static void refuseWhatIsNotOffered(Fields body) {
        body.only("store", "answers are not kept", false);
        body.only("modalities", "answers are text", List.of("text"));
        for (String name :
                List.of(
                        "audio",
                        "prediction",
                        "web_search_options",
                        "reasoning_effort",
                        "verbosity",
                        "functions",
                        "function_call")) {
            body.only(name, "this server does not offer it");
        }
    }
}
