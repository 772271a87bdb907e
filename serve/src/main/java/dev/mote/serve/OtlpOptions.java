package dev.mote.serve;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where OpenTelemetry's spans and metrics go, by OTLP over HTTP.
 *
 * @param endpoint to which {@code /v1/traces} and {@code /v1/metrics} are added
 * @param headers of every export, such as a token
 * @param serviceName what the server is called there
 */
public record OtlpOptions(URI endpoint, Map<String, String> headers, String serviceName) {
    private static final String DEFAULT_NAME = "mote";

    /** Checks the endpoint and copies the headers. */
    public OtlpOptions {
        headers = Map.copyOf(headers);
        String scheme = String.valueOf(endpoint.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "the OTLP endpoint '%s' must begin with http:// or https://"
                            .formatted(endpoint));
        }
    }

    /** To an address, without headers. */
    public static OtlpOptions to(String endpoint) {
        try {
            return new OtlpOptions(URI.create(endpoint), Map.of(), DEFAULT_NAME);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the OTLP endpoint '%s' must be an address that begins with http:// or https://"
                            .formatted(endpoint),
                    e);
        }
    }

    /**
     * As OpenTelemetry's environment variables say (OpenTelemetry specification, "OTLP exporter"
     * and "General SDK configuration"); empty if they name no endpoint or switch it off.
     *
     * @param endpoint of the command line, which goes before the variable; or null
     * @throws IllegalArgumentException if they ask for what is not offered
     */
    public static Optional<OtlpOptions> of(
            Map<String, String> environment, Optional<String> endpoint) {
        String chosen =
                endpoint.orElse(environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", ""));
        if (chosen.isBlank() || environment.getOrDefault("OTEL_SDK_DISABLED", "").equals("true")) {
            return Optional.empty();
        }
        String protocol = environment.getOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        if (!protocol.equals("http/protobuf")) {
            throw new IllegalArgumentException(
                    "OTEL_EXPORTER_OTLP_PROTOCOL is '%s'; http/protobuf alone is spoken here"
                            .formatted(protocol));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String pair :
                environment.getOrDefault("OTEL_EXPORTER_OTLP_HEADERS", "").split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                headers.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
            }
        }
        return Optional.of(
                new OtlpOptions(
                        to(chosen.strip()).endpoint(),
                        headers,
                        environment.getOrDefault("OTEL_SERVICE_NAME", DEFAULT_NAME)));
    }
}
