/** The HTTP API and the page over open models. */
@org.jspecify.annotations.NullMarked
module dev.mote.serve {
    requires static org.jspecify;
    requires transitive dev.mote.engine;
    requires com.fasterxml.jackson.jr.ob;
    requires io.helidon.common.pki;
    requires io.helidon.webserver;
    // There at run time only when telemetry is asked for; nothing but dev.mote.serve.otlp uses them.
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;
    requires static io.opentelemetry.exporter.otlp;
    requires static io.opentelemetry.sdk;
    requires static io.opentelemetry.sdk.common;
    requires static io.opentelemetry.sdk.metrics;
    requires static io.opentelemetry.sdk.trace;

    exports dev.mote.serve;
    exports dev.mote.serve.access;
}
