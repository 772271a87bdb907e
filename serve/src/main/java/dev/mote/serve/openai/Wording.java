package dev.mote.serve.openai;

import dev.mote.engine.Answer;
import dev.mote.engine.FinishReason;
import dev.mote.engine.GenerationStatistics;
import dev.mote.engine.TokenLogprob;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The objects that OpenAI's answers share. */
public final class Wording {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 12;

    private Wording() {}

    /** A fresh id with a prefix. */
    public static String id(String prefix) {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    /** The time now, in seconds since 1970. */
    public static long now() {
        return System.currentTimeMillis() / 1000;
    }

    /** A map in the order of its arguments: name, value, name, value. */
    public static Map<String, @Nullable Object> map(@Nullable Object... entries) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(String.valueOf(entries[i]), entries[i + 1]);
        }
        return map;
    }

    /** Why an answer ended. */
    public static String finishReason(Answer answer) {
        return switch (answer.finishReason()) {
            case STOP_TOKEN, STOP_STRING, CONSTRAINT_COMPLETE -> "stop";
            case LENGTH, CONTEXT_FULL, TIME_LIMIT -> "length";
            case CANCELLED -> throw new IllegalStateException("a cancelled answer is an error");
        };
    }

    /** Whether an answer ended because there was no room for more. */
    public static boolean cutShort(Answer answer) {
        return answer.finishReason() == FinishReason.LENGTH
                || answer.finishReason() == FinishReason.CONTEXT_FULL
                || answer.finishReason() == FinishReason.TIME_LIMIT;
    }

    /** The tokens of one or several answers to one prompt. */
    public static Map<String, @Nullable Object> usage(List<Answer> answers) {
        GenerationStatistics first = answers.getFirst().statistics();
        long completion = answers.stream().mapToLong(a -> a.statistics().answerTokens()).sum();
        return map(
                "prompt_tokens",
                first.promptTokens(),
                "completion_tokens",
                completion,
                "total_tokens",
                first.promptTokens() + completion,
                "prompt_tokens_details",
                map("cached_tokens", first.cachedTokens()));
    }

    /** Where the time of an answer went; the names are those of llama.cpp's server. */
    public static Map<String, @Nullable Object> timings(GenerationStatistics statistics) {
        return map(
                "cache_n", statistics.cachedTokens(),
                "prompt_n", statistics.promptTokens() - statistics.cachedTokens(),
                "prompt_ms", statistics.prefillMs(),
                "prompt_per_second", statistics.prefillTokensPerSecond(),
                "predicted_n", statistics.answerTokens(),
                "predicted_ms", statistics.decodeMs(),
                "predicted_per_second", statistics.decodeTokensPerSecond(),
                "draft_n", statistics.draftedTokens(),
                "draft_n_accepted", statistics.acceptedTokens(),
                "time_to_first_token_ms", statistics.timeToFirstTokenMs(),
                "seed", statistics.seed());
    }

    /** Log-probabilities as the chat API tells them. */
    public static Map<String, @Nullable Object> logprobs(
            List<TokenLogprob> tokens, Tokenizer tokenizer) {
        List<Object> content = new ArrayList<>();
        for (TokenLogprob token : tokens) {
            Map<String, @Nullable Object> entry =
                    logprob(token.token(), token.logprob(), tokenizer);
            List<Object> top = new ArrayList<>();
            for (TokenLogprob.Alternative other : token.top()) {
                top.add(logprob(other.token(), other.logprob(), tokenizer));
            }
            entry.put("top_logprobs", top);
            content.add(entry);
        }
        return map("content", content, "refusal", null);
    }

    private static Map<String, @Nullable Object> logprob(
            int token, double logprob, Tokenizer tokenizer) {
        byte[] bytes = tokenizer.bytes(token, true);
        List<Integer> units = new ArrayList<>();
        for (byte unit : bytes) {
            units.add(unit & 0xFF);
        }
        return map("token", text(bytes), "logprob", finite(logprob), "bytes", units);
    }

    /** What a token stands for; half characters become U+FFFD. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** JSON has no infinity: what cannot come is as unlikely as OpenAI says it. */
    static double finite(double logprob) {
        return Math.max(logprob, -9999);
    }
}
