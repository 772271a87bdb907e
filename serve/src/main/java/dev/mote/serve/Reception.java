package dev.mote.serve;

import dev.mote.format.ModelFormatException;
import dev.mote.model.UnsupportedArchitectureException;
import dev.mote.serve.observe.RequestLog;
import dev.mote.serve.resident.ModelOpeningException;
import dev.mote.serve.wire.ClientGoneException;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.EventStream;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;
import dev.mote.serve.wire.Reply;
import dev.mote.serve.work.Workload;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/**
 * Receives every request: lets it in or not, finds its endpoint, makes failures answers, counts and
 * logs.
 */
final class Reception implements Endpoint {
    /** What a load balancer or a person without a key may see; none of it tells of requests. */
    private static final Set<String> OPEN = Set.of("/", "/health");

    private static final String UNKNOWN_PATH = "other";
    private static final int CLIENT_GONE = 499; // as nginx logs it

    private final Routes routes;
    private final Visitors visitors;
    private final Workload workload;
    private final RequestLog log;

    Reception(Routes routes, ServerOptions options, Workload workload, RequestLog log) {
        this.routes = routes;
        this.workload = workload;
        this.log = log;
        visitors = new Visitors(options);
    }

    @Override
    public void answer(Exchange exchange) {
        long start = System.nanoTime();
        String name = UNKNOWN_PATH;
        int status = 500;
        @Nullable String code = null; // which may leave the machine; the note may not
        @Nullable String note = null;
        String id = log.id(exchange);
        exchange.answerHeader("X-Content-Type-Options", "nosniff");
        exchange.answerHeader(RequestLog.ID_HEADER, id);
        try {
            Routes.Route route = null;
            Refusal lost = null;
            try {
                route = routes.find(exchange);
                name = route.name();
            } catch (Refusal e) {
                lost = e; // told only to those who may come in
            }
            visitors.check(exchange, OPEN.contains(name));
            if (route == null) {
                throw lost == null ? new IllegalStateException("no route") : lost;
            }
            requireKnownQuery(exchange, name);
            workload.telemetry().begin(name, exchange);
            route.endpoint().answer(exchange);
            status = exchange.status();
        } catch (ClientGoneException e) {
            status = CLIENT_GONE;
        } catch (RuntimeException e) { // made an answer, and logged if it is our own fault
            Refusal refusal = Errors.refusal(e, name);
            status = refusal.status();
            code = refusal.code();
            note = status == 500 || e instanceof ModelOpeningException ? describe(e) : code;
            tell(exchange, refusal);
        } catch (Error e) { // of the machine; others may still be answered
            Refusal refusal = Errors.internal();
            status = refusal.status();
            code = refusal.code();
            note = describe(e);
            tell(exchange, refusal);
            throw e;
        } finally {
            double seconds = (System.nanoTime() - start) / 1e9;
            workload.figures().answered(name, status, seconds);
            workload.telemetry().end(status, code);
            log.answered(exchange, id, name, status, seconds, note);
        }
    }

    /** What follows a question mark is read by few; the page's own script may read it. */
    private static void requireKnownQuery(Exchange exchange, String name) {
        Set<String> known =
                switch (name) {
                    case "/", "/responses/{id}" -> exchange.query().keySet(); // read there
                    case "/messages" -> Set.of("beta"); // listed there
                    default -> Set.of();
                };
        for (String parameter : exchange.query().keySet()) {
            if (!known.contains(parameter)) {
                throw Refusal.unknown(parameter);
            }
        }
    }

    private static void tell(Exchange exchange, Refusal refusal) {
        boolean anthropic = exchange.path().endsWith("/messages");
        Map<String, @Nullable Object> error =
                anthropic ? Errors.anthropic(refusal) : Errors.openAi(refusal);
        try {
            if (exchange.streaming()) {
                EventStream events = exchange.events();
                if (anthropic) {
                    events.send("error", Reply.jsonText(error));
                } else if (exchange.path().endsWith("/responses")) {
                    events.send("error", Reply.jsonText(Errors.event(refusal, events.count())));
                } else {
                    events.send(Reply.jsonText(error));
                }
            }
            if (exchange.status() != 0) {
                return;
            }
            if (refusal.retryAfterSeconds() > 0) {
                exchange.answerHeader("Retry-After", Long.toString(refusal.retryAfterSeconds()));
            }
            if (refusal.status() == 401) {
                exchange.answerHeader("WWW-Authenticate", "Bearer");
            }
            exchange.reply(Reply.json(refusal.status(), error));
        } catch (ClientGoneException e) {
            // Then nobody needs to know.
        }
    }

    /** The kind and place of a failure of our own, without its message, which may quote input. */
    private static String describe(Throwable failure) {
        if (failure instanceof ModelOpeningException
                || failure instanceof ModelFormatException
                || failure
                        instanceof
                        UnsupportedArchitectureException) { // which quotes files, not requests
            return String.valueOf(failure.getMessage());
        }
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
