package dev.mote.serve.wire;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** A request is answered with an error; carries what the error object of OpenAI's API holds. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String parameter;
    private final long retryAfterSeconds;

    private Refusal(
            int status,
            String type,
            @Nullable String code,
            @Nullable String parameter,
            String message,
            long retryAfterSeconds) {
        super(message);
        this.status = status;
        this.type = type;
        this.code = code;
        this.parameter = parameter;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** 400: a parameter has a value it cannot have. */
    public static Refusal invalid(@Nullable String parameter, String message) {
        return invalid("invalid_value", parameter, message);
    }

    /** 400, with a code of its own. */
    public static Refusal invalid(String code, @Nullable String parameter, String message) {
        return new Refusal(400, "invalid_request_error", code, parameter, message, 0);
    }

    /** 400: a parameter that this server does not know. */
    public static Refusal unknown(String parameter) {
        return invalid("unknown_parameter", parameter, "unknown parameter '" + parameter + "'");
    }

    /** 400: a parameter, or a value of it, that is known but not offered here. */
    public static Refusal unsupported(String parameter, String message) {
        return invalid("unsupported_parameter", parameter, message);
    }

    /** Another error of the request. */
    public static Refusal of(int status, String code, String message) {
        return new Refusal(status, "invalid_request_error", code, null, message, 0);
    }

    /** 401: the key is missing or wrong. */
    public static Refusal unauthorized(String message) {
        return new Refusal(401, "authentication_error", "invalid_api_key", null, message, 0);
    }

    /** 429: more requests than are taken; come again. */
    public static Refusal tooMany(String message, Duration retryAfter) {
        return new Refusal(
                429, "rate_limit_error", "server_busy", null, message, retryAfter.toSeconds());
    }

    /** 503: not now; come again. */
    public static Refusal unavailable(String code, String message, Duration retryAfter) {
        return new Refusal(503, "server_error", code, null, message, retryAfter.toSeconds());
    }

    /** 5xx without a time to come again. */
    public static Refusal failure(int status, String code, String message) {
        return new Refusal(status, "server_error", code, null, message, 0);
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** The kind of error, in OpenAI's words. */
    public String type() {
        return type;
    }

    /** The error's code. */
    public @Nullable String code() {
        return code;
    }

    /** The parameter at fault. */
    public @Nullable String parameter() {
        return parameter;
    }

    /** When to come again; 0 for no advice. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The message, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
