package dev.mote.serve.work;

import dev.mote.engine.GenerationStatistics;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What the server has done since it started. Thread-safe. */
public final class Figures {
    private final LongAdder promptTokens = new LongAdder();
    private final LongAdder cachedTokens = new LongAdder();
    private final LongAdder answerTokens = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final Durations timeToFirstToken = new Durations();
    private final Durations betweenTokens = new Durations();
    private final Durations requestTime = new Durations();
    private final DoubleAdder prefillSeconds = new DoubleAdder();
    private final DoubleAdder decodeSeconds = new DoubleAdder();
    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
    private volatile double latestTokensPerSecond;
    private volatile double latestTimeToFirstTokenMs;

    Figures() {}

    void generated(GenerationStatistics statistics) {
        promptTokens.add(statistics.promptTokens());
        cachedTokens.add(statistics.cachedTokens());
        answerTokens.add(statistics.answerTokens());
        prefillSeconds.add(statistics.prefillMs() / 1000);
        decodeSeconds.add(statistics.decodeMs() / 1000);
        timeToFirstToken.add(statistics.timeToFirstTokenMs() / 1000);
        if (statistics.answerTokens() > 1) {
            betweenTokens.add(statistics.decodeMs() / 1000 / (statistics.answerTokens() - 1));
            latestTokensPerSecond = statistics.decodeTokensPerSecond();
        }
        latestTimeToFirstTokenMs = statistics.timeToFirstTokenMs();
    }

    void embedded(int tokens) {
        promptTokens.add(tokens);
    }

    void cancelled() {
        cancelled.increment();
    }

    /**
     * Counts an answered request.
     *
     * @param path one that the server knows, so that strangers cannot make up labels
     */
    public void answered(String path, int status, double seconds) {
        requests.computeIfAbsent(path + " " + status, key -> new LongAdder()).increment();
        requestTime.add(seconds);
    }

    /** Answered requests by path and status, separated by a space. */
    public Map<String, LongAdder> requests() {
        return requests;
    }

    /** Tokens of prompts, those from the cache included. */
    public long promptTokens() {
        return promptTokens.sum();
    }

    /** Tokens of prompts that were in the cache. */
    public long cachedTokens() {
        return cachedTokens.sum();
    }

    /** Tokens of answers. */
    public long answerTokens() {
        return answerTokens.sum();
    }

    /** Generations that were given up: the client went away, or time ran out. */
    public long cancelledCount() {
        return cancelled.sum();
    }

    /** Seconds spent reading prompts, summed over requests. */
    public double prefillSeconds() {
        return prefillSeconds.sum();
    }

    /** Seconds spent writing answers, summed over requests. */
    public double decodeSeconds() {
        return decodeSeconds.sum();
    }

    /** From the turn to the first token. */
    public Durations timeToFirstToken() {
        return timeToFirstToken;
    }

    /** Mean time between two tokens of an answer, one value an answer. */
    public Durations betweenTokens() {
        return betweenTokens;
    }

    /** From the request to the end of its answer. */
    public Durations requestTime() {
        return requestTime;
    }

    /** Tokens per second of the answer that ended last. */
    public double latestTokensPerSecond() {
        return latestTokensPerSecond;
    }

    /** Time to the first token of the answer that ended last. */
    public double latestTimeToFirstTokenMs() {
        return latestTimeToFirstTokenMs;
    }
}
