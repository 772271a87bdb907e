package dev.mote.serve;

import dev.mote.serve.anthropic.MessagesEndpoint;
import dev.mote.serve.helidon.HelidonServer;
import dev.mote.serve.observe.Description;
import dev.mote.serve.observe.Metrics;
import dev.mote.serve.observe.Page;
import dev.mote.serve.observe.RequestLog;
import dev.mote.serve.observe.Status;
import dev.mote.serve.observe.Telemetry;
import dev.mote.serve.openai.ChatCompletions;
import dev.mote.serve.openai.Completions;
import dev.mote.serve.openai.Embeddings;
import dev.mote.serve.openai.ModelList;
import dev.mote.serve.openai.Tokenize;
import dev.mote.serve.otlp.OpenTelemetryExport;
import dev.mote.serve.rerank.Rerank;
import dev.mote.serve.responses.KeptResponses;
import dev.mote.serve.responses.ResponseStore;
import dev.mote.serve.responses.Responses;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;
import dev.mote.serve.work.Workload;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Open models behind HTTP.
 *
 * {@snippet :
 * try (Model model = Model.open(Path.of("model.gguf"));
 *         Server server = Server.start(List.of(ServedModel.of("tiny", model)), ServerOptions.LOCAL)) {
 *     System.out.println(server.uri());
 * }
 * }
 *
 * <p>Thread-safe. Every request runs on a virtual thread of its own and calls the model from there;
 * models that were open before stay their opener's, who closes them after the server.
 */
public final class Server implements AutoCloseable {
    private final ServerOptions options;
    private final Workload workload;
    private final ServedModels models;
    private final HelidonServer listener;
    private boolean closed;

    private Server(
            ServerOptions options, Workload workload, ServedModels models, HelidonServer listener) {
        this.options = options;
        this.workload = workload;
        this.models = models;
        this.listener = listener;
    }

    /**
     * Listens and answers from now on.
     *
     * @param models the first answers requests that name none
     * @throws IllegalArgumentException if there is no model, or two are called alike
     * @throws ServerStartException if the address is taken, or a PEM file cannot be used
     */
    public static Server start(List<ServedModel> models, ServerOptions options) {
        return start(
                models.stream().map(OfferedModel::of).toList(), MemoryBudget.UNLIMITED, options);
    }

    /**
     * Listens and answers from now on. The first model is opened at once, the others when they are
     * asked for.
     *
     * @param models the first answers requests that name none
     * @throws IllegalArgumentException if there is no model, two are called alike, or the first
     *     needs more memory than the budget has, or a PEM file cannot be used
     * @throws dev.mote.format.ModelFormatException if the first model cannot be opened
     * @throws ServerStartException if the address is taken
     */
    public static Server start(
            List<OfferedModel> models, MemoryBudget budget, ServerOptions options) {
        options.tls().ifPresent(TlsFiles::check);
        RequestLog log = new RequestLog(options.log());
        ServedModels served = new ServedModels(models, budget, log::event);
        Workload workload =
                new Workload(
                        options.limits(),
                        options.otlp().map(Server::telemetry).orElse(Telemetry.NONE));
        Routes routes = routes(served, workload);
        boolean started = false;
        try {
            served.openFirst();
            HelidonServer listener = listen(options, new Reception(routes, options, workload, log));
            if (budget.idleMax().isPositive()) {
                workload.every(budget.idleMax().dividedBy(4), () -> closeIdle(served, log));
            }
            started = true;
            return new Server(options, workload, served, listener);
        } finally {
            if (!started) {
                workload.close();
                workload.telemetry().close();
                served.close();
            }
        }
    }

    private static void closeIdle(ServedModels models, RequestLog log) {
        try {
            models.closeIdle();
        } catch (RuntimeException e) { // told, and tried again the next time
            log.event("closing models that nobody used failed: " + e);
        }
    }

    private static Telemetry telemetry(OtlpOptions target) {
        return new OpenTelemetryExport(target);
    }

    private static HelidonServer listen(ServerOptions options, Reception reception) {
        try {
            return HelidonServer.start(options, reception);
        } catch (RuntimeException e) { // whose kinds the library does not promise
            throw new ServerStartException(options, e);
        }
    }

    private static Routes routes(ServedModels models, Workload workload) {
        ModelList list = new ModelList(models);
        ResponseStore store = new ResponseStore(workload.limits().kept(), InstantSource.system());
        KeptResponses kept = new KeptResponses(store);
        return new Routes()
                .add("GET", "/health", exchange -> health(exchange, workload))
                .add("GET", "/models", list)
                .addFamily("GET", "/models/", list::one)
                .add("POST", "/chat/completions", new ChatCompletions(models, workload))
                .add("POST", "/completions", new Completions(models, workload))
                .add("POST", "/responses", new Responses(models, workload, store))
                .addFamily("GET", "/responses/", kept::get)
                .addFamily("DELETE", "/responses/", kept::delete)
                .add("POST", "/messages", new MessagesEndpoint(models, workload))
                .add("POST", "/embeddings", new Embeddings(models, workload))
                .add("POST", "/rerank", new Rerank(models, workload))
                .add("POST", "/tokenize", new Tokenize(models))
                .add("GET", "/metrics", new Metrics(workload, store, models))
                .add("GET", "/status", new Status(workload, models))
                .add("GET", "/openapi.json", new Description())
                .add("GET", "/", new Page());
    }

    private static void health(Exchange exchange, Workload workload) {
        boolean stopping = workload.admission().isClosed();
        exchange.reply(
                Reply.json(stopping ? 503 : 200, Map.of("status", stopping ? "stopping" : "ok")));
    }

    /** The port in use. */
    public int port() {
        return listener.port();
    }

    /** Where it is reached. */
    public URI uri() {
        String host = options.address().getHostAddress();
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return URI.create(
                (options.tls().isPresent() ? "https://" : "http://") + shown + ":" + port());
    }

    /**
     * Takes no more requests, lets those at work finish within {@link ServerLimits#drainTimeMax},
     * cuts the others, and stops listening. Later calls do nothing.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        workload.drain(options.limits().drainTimeMax());
        listener.close();
        workload.close();
        workload.telemetry().close();
        models.close();
    }
}
