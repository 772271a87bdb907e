package dev.mote.serve;

import dev.mote.engine.NotEnoughMemoryException;
import dev.mote.engine.UnsupportedByModelException;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.engine.tools.ToolException;
import dev.mote.format.ModelFormatException;
import dev.mote.model.ContextOverflowException;
import dev.mote.model.UnsupportedArchitectureException;
import dev.mote.serve.resident.ModelOpeningException;
import dev.mote.serve.wire.Refusal;
import dev.mote.text.grammar.GrammarException;
import dev.mote.text.template.TemplateException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What went wrong, as the APIs tell it. */
final class Errors {
    private static final Duration MEMORY_AGAIN = Duration.ofSeconds(5);

    private Errors() {}

    /**
     * What a failure is to the client; its inner details stay here unless they are its own.
     *
     * @param path as the server knows it
     */
    static Refusal refusal(RuntimeException failure, String path) {
        String prompt = promptField(path);
        return switch (failure) {
            case Refusal refusal -> refusal;
            case ContextOverflowException e ->
                    Refusal.invalid(
                            "context_length_exceeded",
                            prompt,
                            ("prompt and answer need %d tokens, the context holds %d; shorten the"
                                            + " prompt or ask for fewer tokens")
                                    .formatted(e.needed(), e.capacity()));
            case InvalidOptionException e ->
                    Refusal.invalid(e.option(), String.valueOf(e.getMessage()));
            case ToolException e ->
                    Refusal.invalid(
                            switch (e.problem()) {
                                case INVALID -> "invalid_value";
                                case UNSUPPORTED_SCHEMA -> "unsupported_schema";
                                case UNSUPPORTED_BY_MODEL -> "unsupported_by_model";
                            },
                            e.field(),
                            String.valueOf(e.getMessage()));
            case UnsupportedByModelException e ->
                    Refusal.invalid(
                            "unsupported_by_model", "model", String.valueOf(e.getMessage()));
            case TemplateException e ->
                    Refusal.invalid(
                            "template_refused",
                            prompt,
                            "the model's chat template refuses the conversation: "
                                    + e.getMessage());
            case GrammarException e ->
                    Refusal.invalid(
                            "unsupported_constraint",
                            "response_format",
                            String.valueOf(e.getMessage()));
            case ModelOpeningException e when isShortage(e) ->
                    Refusal.unavailable(
                            "not_enough_memory",
                            "there is not enough memory to open the model; come again later",
                            MEMORY_AGAIN);
            case ModelOpeningException _ ->
                    Refusal.failure(
                            500,
                            "model_unusable",
                            "the model cannot be opened; the server's log says why");
            case ModelFormatException _, UnsupportedArchitectureException _ -> // which name files
                    Refusal.failure(
                            500,
                            "model_unusable",
                            "the model's file cannot be used; the server's log says why");
            case NotEnoughMemoryException e when !e.isTemporary() ->
                    Refusal.invalid(
                            "context_length_exceeded", prompt, String.valueOf(e.getMessage()));
            case NotEnoughMemoryException e ->
                    Refusal.unavailable(
                            "not_enough_memory", String.valueOf(e.getMessage()), MEMORY_AGAIN);
            default -> internal();
        };
    }

    private static boolean isShortage(ModelOpeningException failure) {
        return failure.reason() instanceof NotEnoughMemoryException memory && memory.isTemporary();
    }

    /** A failure that is no fault of the request. */
    static Refusal internal() {
        return Refusal.failure(
                500, "internal_error", "the server failed; its log names the reason");
    }

    /** What the API of a path calls what the model reads. */
    private static String promptField(String path) {
        return switch (path) {
            case "/responses", "/embeddings" -> "input";
            case "/completions" -> "prompt";
            case "/rerank" -> "documents";
            default -> "messages";
        };
    }

    /** The error object of OpenAI's API. */
    static Map<String, @Nullable Object> openAi(Refusal refusal) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", refusal.text());
        error.put("type", refusal.type());
        error.put("param", refusal.parameter());
        error.put("code", refusal.code());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("error", error);
        return body;
    }

    /** The error event of OpenAI's responses API. */
    static Map<String, @Nullable Object> event(Refusal refusal, int number) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("type", "error");
        event.put("code", refusal.code());
        event.put("message", refusal.text());
        event.put("param", refusal.parameter());
        event.put("sequence_number", number);
        return event;
    }

    /** The error object of Anthropic's API. */
    static Map<String, @Nullable Object> anthropic(Refusal refusal) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("type", anthropicType(refusal));
        error.put("message", refusal.text());
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", "error");
        body.put("error", error);
        return body;
    }

    private static String anthropicType(Refusal refusal) {
        return switch (refusal.status()) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> refusal.status() < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
