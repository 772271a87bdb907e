package dev.mote.serve.otlp;

import dev.mote.engine.Answer;
import dev.mote.engine.FinishReason;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.GenerationStatistics;
import dev.mote.engine.sampling.SamplingOptions;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** One request that models work on. For its thread. */
final class InferenceSpan {
    private static final AttributeKey<String> OPERATION =
            AttributeKey.stringKey("gen_ai.operation.name");
    private static final AttributeKey<String> PROVIDER =
            AttributeKey.stringKey("gen_ai.provider.name");
    private static final AttributeKey<String> REQUEST_MODEL =
            AttributeKey.stringKey("gen_ai.request.model");
    private static final AttributeKey<String> RESPONSE_MODEL =
            AttributeKey.stringKey("gen_ai.response.model");
    private static final AttributeKey<String> TOKEN_TYPE =
            AttributeKey.stringKey("gen_ai.token.type");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

    private final Span span;
    private final String operation;
    private final InferenceMetrics metrics;
    private final long startNanos = System.nanoTime();
    private final List<String> finishReasons = new ArrayList<>();
    private String model = "";
    private long inputTokens;
    private long outputTokens;

    InferenceSpan(Span span, String operation, InferenceMetrics metrics) {
        this.span = span;
        this.operation = operation;
        this.metrics = metrics;
        span.setAttribute(OPERATION, operation);
        span.setAttribute(PROVIDER, "mote");
    }

    private void model(String name) {
        model = name;
        span.updateName(operation + " " + name);
        span.setAttribute(REQUEST_MODEL, name);
        span.setAttribute(RESPONSE_MODEL, name);
    }

    void asked(String name, GenerationOptions options) {
        if (!model.isEmpty()) {
            return; // further answers to the same question
        }
        model(name);
        SamplingOptions sampling = options.sampling();
        if (options.maxTokens() > 0) {
            span.setAttribute("gen_ai.request.max_tokens", options.maxTokens());
        }
        span.setAttribute("gen_ai.request.temperature", sampling.temperature());
        span.setAttribute("gen_ai.request.top_p", sampling.topP());
        span.setAttribute("gen_ai.request.top_k", sampling.topK());
        span.setAttribute("gen_ai.request.frequency_penalty", sampling.penalties().frequency());
        span.setAttribute("gen_ai.request.presence_penalty", sampling.penalties().presence());
        sampling.seed().ifPresent(seed -> span.setAttribute("gen_ai.request.seed", seed));
    }

    void answered(Answer answer) {
        GenerationStatistics statistics = answer.statistics();
        if (finishReasons.isEmpty()) {
            inputTokens = statistics.promptTokens();
        }
        outputTokens += statistics.answerTokens();
        finishReasons.add(reason(answer.finishReason()));
        Attributes labels = labels().build();
        metrics.timeToFirstToken.record(statistics.timeToFirstTokenMs() / 1000, labels);
        if (statistics.answerTokens() > 1) {
            metrics.timePerOutputToken.record(
                    statistics.decodeMs() / 1000 / (statistics.answerTokens() - 1), labels);
        }
    }

    private static String reason(FinishReason reason) {
        return switch (reason) {
            case STOP_TOKEN, STOP_STRING, CONSTRAINT_COMPLETE -> "stop";
            case LENGTH, CONTEXT_FULL, TIME_LIMIT -> "length";
            case CANCELLED -> "cancelled";
        };
    }

    void embedded(String name, int tokens) {
        model(name);
        inputTokens += tokens;
    }

    private AttributesBuilder labels() {
        return Attributes.builder()
                .put(OPERATION, operation)
                .put(PROVIDER, "mote")
                .put(REQUEST_MODEL, model)
                .put(RESPONSE_MODEL, model);
    }

    void end(int status, @Nullable String code) {
        boolean failed = status >= 400;
        AttributesBuilder labels = labels();
        if (failed) {
            String type = code == null ? Integer.toString(status) : code;
            span.setAttribute(ERROR_TYPE, type);
            span.setStatus(StatusCode.ERROR);
            labels.put(ERROR_TYPE, type);
        }
        if (!finishReasons.isEmpty()) {
            span.setAttribute(FINISH_REASONS, finishReasons);
        }
        span.setAttribute("http.response.status_code", (long) status);
        if (inputTokens > 0) {
            span.setAttribute("gen_ai.usage.input_tokens", inputTokens);
            metrics.tokenUsage.record(inputTokens, labels().put(TOKEN_TYPE, "input").build());
        }
        if (outputTokens > 0) {
            span.setAttribute("gen_ai.usage.output_tokens", outputTokens);
            metrics.tokenUsage.record(outputTokens, labels().put(TOKEN_TYPE, "output").build());
        }
        metrics.requestDuration.record((System.nanoTime() - startNanos) / 1e9, labels.build());
        span.end();
    }
}
