package dev.mote.serve;

import java.time.Duration;

/**
 * How much a server takes on.
 *
 * @param bodyBytesMax size of a request's body; 413 beyond
 * @param promptTokensMax tokens of a prompt; 400 beyond; 0 for what the model's context holds
 * @param concurrentMax requests that models work on at the same time
 * @param waitingMax requests that may wait for their turn; 429 beyond
 * @param waitMax how long one may wait; 503 beyond
 * @param requestTimeMax from the turn to the end of the answer; 504 or an error event beyond
 * @param bodyTimeMax for the arrival of a body; 408 beyond
 * @param connectionsMax open connections; further ones are closed
 * @param drainTimeMax how long a stopping server lets answers finish
 * @param kept how much of what was answered can be referred to later
 */
public record ServerLimits(
        int bodyBytesMax,
        int promptTokensMax,
        int concurrentMax,
        int waitingMax,
        Duration waitMax,
        Duration requestTimeMax,
        Duration bodyTimeMax,
        int connectionsMax,
        Duration drainTimeMax,
        StoreLimits kept) {
    /**
     * 8 MiB, any prompt that fits, 8 at a time and 64 waiting for up to 60 s, 10 minutes an answer,
     * 30 s for a body, 512 connections, 30 s to finish.
     */
    public static final ServerLimits DEFAULT =
            new ServerLimits(
                    8 << 20,
                    0,
                    8,
                    64,
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(30),
                    512,
                    Duration.ofSeconds(30),
                    StoreLimits.DEFAULT);

    /** Checks the ranges. */
    public ServerLimits {
        require(bodyBytesMax >= 1, "bodyBytesMax", bodyBytesMax);
        require(promptTokensMax >= 0, "promptTokensMax", promptTokensMax);
        require(concurrentMax >= 1, "concurrentMax", concurrentMax);
        require(waitingMax >= 0, "waitingMax", waitingMax);
        require(!waitMax.isNegative(), "waitMax", waitMax);
        require(requestTimeMax.isPositive(), "requestTimeMax", requestTimeMax);
        require(bodyTimeMax.isPositive(), "bodyTimeMax", bodyTimeMax);
        require(connectionsMax >= 1, "connectionsMax", connectionsMax);
        require(!drainTimeMax.isNegative(), "drainTimeMax", drainTimeMax);
    }

    private static void require(boolean holds, String name, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + ", which is too little");
        }
    }

    /** As these, with other numbers of requests at work and waiting. */
    public ServerLimits withConcurrency(int newConcurrentMax, int newWaitingMax) {
        return new ServerLimits(
                bodyBytesMax,
                promptTokensMax,
                newConcurrentMax,
                newWaitingMax,
                waitMax,
                requestTimeMax,
                bodyTimeMax,
                connectionsMax,
                drainTimeMax,
                kept);
    }

    /** As these, with other largest sizes of body and prompt. */
    public ServerLimits withSizes(int newBodyBytesMax, int newPromptTokensMax) {
        return new ServerLimits(
                newBodyBytesMax,
                newPromptTokensMax,
                concurrentMax,
                waitingMax,
                waitMax,
                requestTimeMax,
                bodyTimeMax,
                connectionsMax,
                drainTimeMax,
                kept);
    }

    /** As these, with other times for waiting, answers, bodies and the end. */
    public ServerLimits withTimes(Duration wait, Duration request, Duration body, Duration drain) {
        return new ServerLimits(
                bodyBytesMax,
                promptTokensMax,
                concurrentMax,
                waitingMax,
                wait,
                request,
                body,
                connectionsMax,
                drain,
                kept);
    }

    /** As these, with other limits of what is kept. */
    public ServerLimits withKept(StoreLimits newKept) {
        return new ServerLimits(
                bodyBytesMax,
                promptTokensMax,
                concurrentMax,
                waitingMax,
                waitMax,
                requestTimeMax,
                bodyTimeMax,
                connectionsMax,
                drainTimeMax,
                newKept);
    }
}
