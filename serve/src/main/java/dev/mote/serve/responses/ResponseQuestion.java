package dev.mote.serve.responses;

import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.engine.constraint.Constraint;
import dev.mote.serve.ServedModel;
import dev.mote.serve.ServedModels;
import dev.mote.serve.chat.Conversation;
import dev.mote.serve.openai.Wording;
import dev.mote.serve.question.Fields;
import dev.mote.serve.question.ResponseFormat;
import dev.mote.serve.question.SamplingFields;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of the responses API, understood.
 *
 * @param conversation to be answered
 * @param input what was sent, and the conversation so far
 * @param told what the response says of the request
 * @param stream whether as events
 * @param store whether to keep the response
 * @param ignored parameters that change nothing
 */
record ResponseQuestion(
        Conversation conversation,
        InputItems input,
        Map<String, @Nullable Object> told,
        boolean stream,
        boolean store,
        List<String> ignored) {
    private static final int TOP_LOGPROBS_MAX = 20;
    private static final String LOGPROBS = "message.output_text.logprobs";

    /** Reads a body; refuses what is not understood. */
    static ResponseQuestion read(
            Exchange exchange,
            Fields body,
            ServedModels models,
            ResponseStore store,
            int promptTokensMax) {
        ServedModel model = models.find(exchange, body.string("model"));
        Optional<String> previous = body.string("previous_response_id");
        List<Map<String, @Nullable Object>> before =
                previous.map(id -> messagesOf(store, exchange.caller(), id)).orElse(List.of());
        InputItems input = InputItems.read(body, before);
        GenerationOptionsBuilder options =
                SamplingFields.openAi(body, model.model().description().vocabularySize());
        Optional<Long> tokensMax = body.whole("max_output_tokens", 1, Integer.MAX_VALUE);
        tokensMax.ifPresent(max -> options.maxTokens(max.intValue()));
        int topLogprobs = logprobs(body);
        options.logprobs(topLogprobs);
        Optional<String> instructions = body.string("instructions");
        List<Map<String, @Nullable Object>> messages = new ArrayList<>();
        instructions.ifPresent(
                text -> messages.add(Wording.map("role", "system", "content", text)));
        messages.addAll(input.messages());
        ResponseTools tools = ResponseTools.read(body, model);
        Constraint format = ResponseFormat.responses(body);
        if (!format.equals(Constraint.none()) && !tools.choice().tools().isEmpty()) {
            throw Refusal.unsupported(
                    "text.format", "a form of the answer and tools do not go together here");
        }
        Map<String, String> metadata = Metadata.read(body);
        boolean stream = streaming(body);
        boolean keep = store(body, store);
        refuseWhatIsNotOffered(body);
        List<String> ignored = ignored(body);
        Conversation conversation =
                Conversation.of(
                        model,
                        messages,
                        Map.of(),
                        options,
                        format,
                        tools.choice(),
                        promptTokensMax);
        GenerationOptions made = conversation.options();
        Map<String, @Nullable Object> told =
                Wording.map(
                        "instructions", instructions.orElse(null),
                        "max_output_tokens", tokensMax.orElse(null),
                        "max_tool_calls", null,
                        "metadata", metadata,
                        "parallel_tool_calls", tools.parallel(),
                        "previous_response_id", previous.orElse(null),
                        "prompt_cache_key", null,
                        "reasoning", Wording.map("effort", null, "summary", null),
                        "safety_identifier", null,
                        "service_tier", "default",
                        "store", keep,
                        "temperature", made.sampling().temperature(),
                        "text", text(body),
                        "tool_choice", tools.wish(),
                        "tools", tools.told(),
                        "top_logprobs", Math.max(topLogprobs, 0),
                        "top_p", made.sampling().topP(),
                        "truncation", "disabled");
        body.refuseRest();
        return new ResponseQuestion(conversation, input, told, stream, keep, ignored);
    }

    /** Whether the log-probabilities of the answer's tokens are told. */
    boolean logprobs() {
        return conversation.options().logprobs() >= 0;
    }

    private static List<Map<String, @Nullable Object>> messagesOf(
            ResponseStore store, String caller, String id) {
        return store.get(caller, id)
                .orElseThrow(() ->
                        Refusal.invalid(
                                "previous_response_not_found",
                                "previous_response_id",
                                "there is no response of that id; it may have been forgotten, send"
                                        + " the conversation whole"))
                .messages();
    }

    private static Map<String, @Nullable Object> text(Fields body) {
        Object format =
                body.object("text")
                        .map(text -> text.value("format"))
                        .orElse(Wording.map("type", "text"));
        return Wording.map("format", format, "verbosity", "medium");
    }

    private static int logprobs(Fields body) {
        boolean wanted = false;
        for (String include : body.strings("include")) {
            if (!include.equals(LOGPROBS)) {
                throw Refusal.unsupported(
                        "include", "include may hold %s alone here".formatted(LOGPROBS));
            }
            wanted = true;
        }
        int top = body.integer("top_logprobs", 0, TOP_LOGPROBS_MAX, 0);
        if (top > 0 && !wanted) {
            throw Refusal.invalid(
                    "top_logprobs", "top_logprobs needs include: [\"%s\"]".formatted(LOGPROBS));
        }
        return wanted ? top : -1;
    }

    private static boolean streaming(Fields body) {
        boolean stream = body.flag("stream", false);
        Fields options = body.object("stream_options").orElse(null);
        if (options != null) {
            if (!stream) {
                body.only("stream_options", "it needs stream: true");
            }
            options.only("include_obfuscation", "answers are not padded", false);
            options.refuseRest();
        }
        return stream;
    }

    /** Kept unless somebody says otherwise, as the API has it; the response says what was done. */
    private static boolean store(Fields body, ResponseStore store) {
        if (!store.keeps()) {
            body.only("store", "this server was started to keep no responses", false);
        }
        return body.flag("store", store.keeps());
    }

    private static void refuseWhatIsNotOffered(Fields body) {
        body.only("background", "answers are made while the client waits", false);
        body.only("truncation", "shorten the conversation yourself", "disabled");
        Fields reasoning = body.object("reasoning").orElse(null);
        if (reasoning != null) {
            reasoning.only("effort", "models think as their templates have them");
            reasoning.only("summary", "reasoning is told whole, in items of its own");
            reasoning.only("generate_summary", "reasoning is told whole, in items of its own");
            reasoning.refuseRest();
        }
        body.only("conversation", "use previous_response_id");
        for (String name : List.of("prompt", "context_management", "moderation")) {
            body.only(name, "this server does not offer it");
        }
    }

    /** What changes nothing where one machine serves its owner and runs no tools itself. */
    private static List<String> ignored(Fields body) {
        return body.ignore(
                "user",
                "safety_identifier",
                "prompt_cache_key",
                "prompt_cache_retention",
                "service_tier",
                "max_tool_calls");
    }
}
