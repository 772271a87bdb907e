package dev.mote.serve.otlp;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationOptions;
import dev.mote.serve.OtlpOptions;
import dev.mote.serve.observe.Telemetry;
import dev.mote.serve.wire.Exchange;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A span for each request that models work on, and histograms, as OpenTelemetry's semantic
 * conventions for generative AI name them (opentelemetry.io/docs/specs/semconv/gen-ai). A request
 * that brings a {@code traceparent} (W3C Trace Context) continues that trace. No attribute ever
 * holds text of prompts or answers. Exports happen on threads of the SDK; when the receiver is
 * slower than the server, spans are dropped, not requests.
 */
public final class OpenTelemetryExport implements Telemetry {
    private static final String SCOPE = "dev.mote.serve";
    private static final Duration SPANS_EVERY = Duration.ofSeconds(2);
    private static final Duration METRICS_EVERY = Duration.ofSeconds(30);
    private static final Duration EXPORT_MAX = Duration.ofSeconds(10);
    private static final int CLOSE_SECONDS_MAX = 5;

    /** What a path does, in the words of the conventions. */
    private static final Map<String, String> OPERATIONS =
            Map.of(
                    "/chat/completions", "chat",
                    "/responses", "chat",
                    "/messages", "chat",
                    "/completions", "text_completion",
                    "/embeddings", "embeddings",
                    "/rerank", "rerank");

    /** What the thread is at; a request stays on its thread. */
    private static final ThreadLocal<@Nullable InferenceSpan> CURRENT = new ThreadLocal<>();

    private final SdkTracerProvider tracers;
    private final SdkMeterProvider meters;
    private final Tracer tracer;
    private final InferenceMetrics metrics;

    /** Exports from now on. */
    public OpenTelemetryExport(OtlpOptions target) {
        Resource resource =
                Resource.getDefault()
                        .merge(
                                Resource.create(
                                        Attributes.of(
                                                AttributeKey.stringKey("service.name"),
                                                target.serviceName())));
        String endpoint = target.endpoint().toString().replaceAll("/+$", "");
        tracers =
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(
                                                OtlpHttpSpanExporter.builder()
                                                        .setEndpoint(endpoint + "/v1/traces")
                                                        .setHeaders(target::headers)
                                                        .setTimeout(EXPORT_MAX)
                                                        .build())
                                        .setScheduleDelay(SPANS_EVERY)
                                        .build())
                        .build();
        meters =
                SdkMeterProvider.builder()
                        .setResource(resource)
                        .registerMetricReader(
                                PeriodicMetricReader.builder(
                                                OtlpHttpMetricExporter.builder()
                                                        .setEndpoint(endpoint + "/v1/metrics")
                                                        .setHeaders(target::headers)
                                                        .setTimeout(EXPORT_MAX)
                                                        .build())
                                        .setInterval(METRICS_EVERY)
                                        .build())
                        .build();
        tracer = tracers.get(SCOPE);
        metrics = new InferenceMetrics(meters.get(SCOPE));
    }

    @Override
    public void begin(String path, Exchange exchange) {
        String operation = OPERATIONS.get(path);
        if (operation == null) {
            return;
        }
        Context parent =
                W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), exchange, new RequestHeaders());
        CURRENT.set(
                new InferenceSpan(
                        tracer.spanBuilder(operation)
                                .setParent(parent)
                                .setSpanKind(SpanKind.SERVER)
                                .startSpan(),
                        operation,
                        metrics));
    }

    @Override
    public void asked(String model, GenerationOptions options) {
        InferenceSpan span = CURRENT.get();
        if (span != null) {
            span.asked(model, options);
        }
    }

    @Override
    public void answered(Answer answer) {
        InferenceSpan span = CURRENT.get();
        if (span != null) {
            span.answered(answer);
        }
    }

    @Override
    public void embedded(String model, int tokens) {
        InferenceSpan span = CURRENT.get();
        if (span != null) {
            span.embedded(model, tokens);
        }
    }

    @Override
    public void end(int status, @Nullable String code) {
        InferenceSpan span = CURRENT.get();
        if (span != null) {
            CURRENT.remove();
            span.end(status, code);
        }
    }

    @Override
    public void close() {
        tracers.shutdown().join(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        meters.shutdown().join(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
