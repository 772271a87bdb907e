package dev.mote.cli;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationStatistics;
import dev.mote.engine.ModelDescription;
import dev.mote.engine.TokenLogprob;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An answer as JSON for scripts. */
final class AnswerJson {
    private AnswerJson() {}

    static Map<String, Object> of(ModelDescription model, Answer answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model.name());
        json.put("quantisation", model.quantisation());
        json.put("text", answer.text());
        json.put("finishReason", answer.finishReason().name().toLowerCase(Locale.ROOT));
        answer.stopString().ifPresent(stop -> json.put("stopString", stop));
        json.put("statistics", statistics(answer.statistics()));
        if (!answer.logprobs().isEmpty()) {
            json.put("logprobs", answer.logprobs().stream().map(AnswerJson::logprob).toList());
        }
        return json;
    }

    static Map<String, Object> statistics(GenerationStatistics statistics) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("promptTokens", statistics.promptTokens());
        json.put("cachedTokens", statistics.cachedTokens());
        json.put("droppedTokens", statistics.droppedTokens());
        json.put("answerTokens", statistics.answerTokens());
        json.put("draftedTokens", statistics.draftedTokens());
        json.put("acceptedTokens", statistics.acceptedTokens());
        json.put("loadMs", statistics.loadMs());
        json.put("prefillMs", statistics.prefillMs());
        json.put("timeToFirstTokenMs", statistics.timeToFirstTokenMs());
        json.put("decodeMs", statistics.decodeMs());
        json.put("prefillTokensPerSecond", statistics.prefillTokensPerSecond());
        json.put("decodeTokensPerSecond", statistics.decodeTokensPerSecond());
        json.put("seed", statistics.seed());
        ProcessMemory memory = ProcessMemory.read();
        memory.residentBytes().ifPresent(bytes -> json.put("residentBytes", bytes));
        memory.mappedFileBytes().ifPresent(bytes -> json.put("mappedFileBytes", bytes));
        json.put("heapBytes", memory.heapBytes());
        return json;
    }

    private static Map<String, Object> logprob(TokenLogprob logprob) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", logprob.token());
        json.put("piece", logprob.piece());
        json.put("logprob", logprob.logprob());
        List<Map<String, Object>> top = new ArrayList<>();
        for (TokenLogprob.Alternative alternative : logprob.top()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("token", alternative.token());
            entry.put("piece", alternative.piece());
            entry.put("logprob", alternative.logprob());
            top.add(entry);
        }
        json.put("top", top);
        return json;
    }
}
