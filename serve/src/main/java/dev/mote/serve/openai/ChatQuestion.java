package dev.mote.serve.openai;

import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.engine.Prompt;
import dev.mote.serve.ServedModel;
import dev.mote.serve.ServedModels;
import dev.mote.serve.chat.ChatPrompts;
import dev.mote.serve.chat.Messages;
import dev.mote.serve.question.Fields;
import dev.mote.serve.question.ResponseFormat;
import dev.mote.serve.question.SamplingFields;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of the chat API, understood.
 *
 * @param model asked
 * @param prompt as the model reads it
 * @param options of the generation
 * @param choices answers wanted
 * @param streaming whether as events
 * @param ignored parameters that change nothing
 */
record ChatQuestion(
        ServedModel model,
        Prompt prompt,
        GenerationOptions options,
        int choices,
        Streaming streaming,
        List<String> ignored) {
    private static final int TOP_LOGPROBS_MAX = 20;

    /** Reads a body; refuses what is not understood. */
    static ChatQuestion read(Fields body, ServedModels models, int promptTokensMax) {
        ServedModel model = models.find(body.string("model"));
        List<Map<String, @Nullable Object>> messages = Messages.read(body);
        GenerationOptionsBuilder options =
                SamplingFields.openAi(body, model.model().description().vocabularySize());
        maxTokens(body).ifPresent(options::maxTokens);
        logprobs(body, options);
        options.constraint(ResponseFormat.chat(body));
        refuseWhatIsNotOffered(body);
        Map<String, @Nullable Object> variables = body.map("chat_template_kwargs").orElse(Map.of());
        int choices = body.integer("n", 1, Streaming.CHOICES_MAX, 1);
        Streaming streaming = Streaming.read(body);
        List<String> ignored = Streaming.ignored(body);
        body.refuseRest();
        for (String own : List.of("messages", "tools", "add_generation_prompt")) {
            if (variables.containsKey(own)) {
                throw Refusal.invalid(
                        "chat_template_kwargs", "chat_template_kwargs may not set " + own);
            }
        }
        Prompt prompt = ChatPrompts.of(model, messages, List.of(), variables);
        ChatPrompts.requireSize(prompt, promptTokensMax);
        return new ChatQuestion(model, prompt, options.build(), choices, streaming, ignored);
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
        body.only("tools", "tools are not called", List.of());
        body.only("tool_choice", "tools are not called", "none", "auto");
        body.only("parallel_tool_calls", "tools are not called", false, true);
        for (String name :
                List.of(
                        "audio",
                        "prediction",
                        "web_search_options",
                        "reasoning_effort",
                        "verbosity",
                        "functions",
                        "function_call",
                        "logit_processors")) {
            body.only(name, "this server does not offer it");
        }
    }
}
