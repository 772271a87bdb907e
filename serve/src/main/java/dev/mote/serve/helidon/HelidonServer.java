package dev.mote.serve.helidon;

import dev.mote.serve.ServerLimits;
import dev.mote.serve.ServerOptions;
import dev.mote.serve.TlsFiles;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Reply;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Listens with Helidon's web server: a virtual thread for each connection, HTTP/1.1 with limits on
 * everything that comes before the endpoint sees the request.
 */
public final class HelidonServer implements AutoCloseable {
    private static final int HEADERS_BYTES_MAX = 16 << 10;
    private static final int PROLOGUE_BYTES_MAX = 4 << 10;
    private static final Duration IDLE_MAX = Duration.ofMinutes(2);

    private final WebServer server;

    private HelidonServer(WebServer server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param endpoint answers every request
     * @throws RuntimeException of Helidon's if the address is taken or a PEM file is not usable
     */
    public static HelidonServer start(ServerOptions options, Endpoint endpoint) {
        ServerLimits limits = options.limits();
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .address(options.address())
                        .port(options.port())
                        .shutdownHook(false)
                        .useNio(false) // whose channels know no timeout for reading
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .addProtocol(
                                Http1Config.builder()
                                        .maxHeadersSize(HEADERS_BYTES_MAX)
                                        .maxPrologueLength(PROLOGUE_BYTES_MAX)
                                        .validatePath(true)
                                        .validatePrologue(true)
                                        .build())
                        .maxTcpConnections(limits.connectionsMax())
                        .idleConnectionTimeout(IDLE_MAX)
                        .connectionOptions(new TimedSockets(limits.bodyTimeMax()))
                        .shutdownGracePeriod(Duration.ofMillis(500))
                        .directHandlers(errors())
                        .routing(routing ->
                                routing.any((request, response) -> {
                                    HelidonExchange exchange =
                                            new HelidonExchange(request, response, limits);
                                    try {
                                        endpoint.answer(exchange);
                                        exchange.end();
                                    } finally {
                                        exchange.release();
                                    }
                                }));
        options.tls().ifPresent(files -> builder.tls(tls(files)));
        WebServer server = builder.build().start();
        if (!server.isRunning()) { // a failure to listen is logged, not thrown
            throw new IllegalStateException("the address cannot be used, perhaps it is taken");
        }
        return new HelidonServer(server);
    }

    private static Tls tls(TlsFiles files) {
        Keys keys =
                Keys.builder()
                        .pem(pem ->
                                pem.key(Resource.create(files.privateKey()))
                                        .certChain(Resource.create(files.certificateChain())))
                        .build();
        return Tls.builder()
                .privateKey(keys)
                .privateKeyCertChain(keys)
                .addEnabledProtocol("TLSv1.3")
                .addEnabledProtocol("TLSv1.2")
                .build();
    }

    /** What Helidon refuses by itself, in the words of the API. */
    private static DirectHandlers errors() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(
                    type,
                    (request, event, status, headers, message) ->
                            DirectHandler.TransportResponse.builder()
                                    .status(status)
                                    .headers(headers)
                                    .header(HeaderNames.CONTENT_TYPE, "application/json")
                                    .keepAlive(false)
                                    .entity(error(status.code(), status.reasonPhrase()))
                                    .build());
        }
        return handlers.build();
    }

    private static byte[] error(int status, String reason) {
        Map<String, Object> error =
                Map.of(
                        "message",
                        "the request cannot be read as HTTP: " + status + " " + reason,
                        "type",
                        "invalid_request_error",
                        "code",
                        "malformed_http");
        return Reply.jsonText(Map.of("error", error)).getBytes(StandardCharsets.UTF_8);
    }

    /** The port in use. */
    public int port() {
        return server.port();
    }

    /** Stops listening and closes the connections. */
    @Override
    public void close() {
        server.stop();
    }
}
