package dev.mote.serve.otlp;

import dev.mote.serve.wire.Exchange;

import io.opentelemetry.context.propagation.TextMapGetter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A request's headers, as propagators read them. */
final class RequestHeaders implements TextMapGetter<Exchange> {
    @Override
    public Iterable<String> keys(Exchange exchange) {
        return List.of("traceparent", "tracestate");
    }

    @Override
    public @Nullable String get(@Nullable Exchange exchange, String name) {
        return exchange == null ? null : exchange.header(name).orElse(null);
    }
}
