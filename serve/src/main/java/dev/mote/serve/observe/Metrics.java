package dev.mote.serve.observe;

import dev.mote.serve.ServedModels;
import dev.mote.serve.resident.ResidentFigures;
import dev.mote.serve.responses.ResponseStore;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;
import dev.mote.serve.work.Durations;
import dev.mote.serve.work.Figures;
import dev.mote.serve.work.Workload;

import java.util.Locale;

/** {@code GET /metrics}: the figures in the text format of Prometheus, version 0.0.4. */
public final class Metrics implements Endpoint {
    private final Workload workload;
    private final ResponseStore store;
    private final ServedModels models;

    /** Of this work, what is kept of it, and the models that do it. */
    public Metrics(Workload workload, ResponseStore store, ServedModels models) {
        this.workload = workload;
        this.store = store;
        this.models = models;
    }

    @Override
    public void answer(Exchange exchange) {
        exchange.reply(Reply.text(200, "text/plain; version=0.0.4; charset=utf-8", text()));
    }

    private String text() {
        Figures figures = workload.figures();
        StringBuilder out = new StringBuilder();
        head(out, "mote_requests_total", "counter", "Answered requests.");
        figures.requests()
                .forEach((key, count) -> {
                    int space = key.lastIndexOf(' ');
                    out.append("mote_requests_total{path=\"")
                            .append(key, 0, space)
                            .append("\",status=\"")
                            .append(key, space + 1, key.length())
                            .append("\"} ")
                            .append(count.sum())
                            .append('\n');
                });
        counter(
                out,
                "mote_prompt_tokens_total",
                "Tokens of prompts.",
                (double) figures.promptTokens());
        counter(
                out,
                "mote_cached_prompt_tokens_total",
                "Tokens of prompts that were not read again.",
                (double) figures.cachedTokens());
        counter(
                out,
                "mote_answer_tokens_total",
                "Tokens of answers.",
                (double) figures.answerTokens());
        counter(
                out,
                "mote_generations_abandoned_total",
                "Generations given up: the client went away, or time ran out.",
                (double) figures.cancelledCount());
        counter(out, "mote_prefill_seconds_total", "Reading prompts.", figures.prefillSeconds());
        counter(out, "mote_decode_seconds_total", "Writing answers.", figures.decodeSeconds());
        gauge(
                out,
                "mote_requests_active",
                "Requests that models work on.",
                workload.admission().active());
        gauge(
                out,
                "mote_requests_waiting",
                "Requests that wait for their turn.",
                workload.admission().waiting());
        gauge(out, "mote_responses_kept", "Responses that can be referred to.", store.count());
        gauge(
                out,
                "mote_responses_kept_bytes",
                "Memory of kept responses, about.",
                (double) store.bytes());
        resident(out, models.figures());
        Runtime runtime = Runtime.getRuntime();
        gauge(
                out,
                "mote_heap_bytes",
                "Java heap in use.",
                (double) runtime.totalMemory() - runtime.freeMemory());
        histogram(
                out,
                "mote_time_to_first_token_seconds",
                "From the turn to the first token.",
                figures.timeToFirstToken());
        histogram(
                out,
                "mote_time_per_token_seconds",
                "Between tokens, the mean of an answer.",
                figures.betweenTokens());
        histogram(
                out,
                "mote_request_seconds",
                "From the request to the end of its answer.",
                figures.requestTime());
        return out.toString();
    }

    private static void resident(StringBuilder out, ResidentFigures figures) {
        gauge(out, "mote_sequences", "Open sequences.", figures.sequences());
        gauge(
                out,
                "mote_sequence_bytes",
                "KV caches and other states of open sequences.",
                (double) figures.sequenceBytes());
        head(out, "mote_model_bytes", "gauge", "Memory of each open model.");
        figures.open().forEach((id, bytes) -> value(out, labelled(id), (double) bytes));
        gauge(out, "mote_models_open", "Open models.", figures.open().size());
        gauge(
                out,
                "mote_models_bytes",
                "Memory of all open models.",
                (double) figures.takenBytes());
        if (figures.budgetBytes() < Long.MAX_VALUE) {
            gauge(
                    out,
                    "mote_models_budget_bytes",
                    "Memory that open models may take.",
                    (double) figures.budgetBytes());
        }
        counter(
                out,
                "mote_model_loads_total",
                "Models opened on demand.",
                (double) figures.loads());
        counter(
                out,
                "mote_model_evictions_total",
                "Models closed to make room, or because nobody used them.",
                (double) figures.evictions());
    }

    private static String labelled(String model) {
        String escaped = model.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "mote_model_bytes{model=\"" + escaped + "\"}";
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void counter(StringBuilder out, String name, String help, double value) {
        head(out, name, "counter", help);
        value(out, name, value);
    }

    private static void gauge(StringBuilder out, String name, String help, double value) {
        head(out, name, "gauge", help);
        value(out, name, value);
    }

    private static void value(StringBuilder out, String name, double value) {
        out.append(name).append(' ').append(number(value)).append('\n');
    }

    private static void histogram(StringBuilder out, String name, String help, Durations values) {
        head(out, name, "histogram", help);
        for (int i = 0; i < Durations.bounds().size(); i++) {
            value(
                    out,
                    name + "_bucket{le=\"" + number(Durations.bounds().get(i)) + "\"}",
                    (double) values.upTo(i));
        }
        value(out, name + "_bucket{le=\"+Inf\"}", (double) values.count());
        value(out, name + "_sum", values.sum());
        value(out, name + "_count", (double) values.count());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }
}
