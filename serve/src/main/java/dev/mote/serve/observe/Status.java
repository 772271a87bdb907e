package dev.mote.serve.observe;

import dev.mote.serve.ServedModels;
import dev.mote.serve.resident.ResidentFigures;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;
import dev.mote.serve.work.Figures;
import dev.mote.serve.work.Workload;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /status}: the few figures that the page's panel shows. */
public final class Status implements Endpoint {
    private final Workload workload;
    private final ServedModels models;
    private final long startedMs = System.currentTimeMillis();

    /** Of this work and the models that do it. */
    public Status(Workload workload, ServedModels models) {
        this.workload = workload;
        this.models = models;
    }

    @Override
    public void answer(Exchange exchange) {
        Figures figures = workload.figures();
        Runtime runtime = Runtime.getRuntime();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("uptime_s", (System.currentTimeMillis() - startedMs) / 1000);
        status.put("active", workload.admission().active());
        status.put("waiting", workload.admission().waiting());
        status.put("tokens_per_second", figures.latestTokensPerSecond());
        status.put("time_to_first_token_ms", figures.latestTimeToFirstTokenMs());
        status.put("prompt_tokens", figures.promptTokens());
        status.put("answer_tokens", figures.answerTokens());
        ResidentFigures resident = models.figures();
        status.put("sequences", resident.sequences());
        status.put("kv_bytes", resident.sequenceBytes());
        status.put("models_open", resident.open().size());
        status.put("heap_bytes", runtime.totalMemory() - runtime.freeMemory());
        status.put("resident_bytes", ResidentMemory.bytes());
        exchange.reply(Reply.json(200, status));
    }
}
