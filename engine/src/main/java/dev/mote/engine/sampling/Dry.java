package dev.mote.engine.sampling;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Penalises tokens that would continue a sequence which already occurred.
 *
 * <p>For every earlier place of the window the length of the match between what precedes it and the
 * end of the window is found by the Z algorithm on the reversed window (Gusfield, Algorithms on
 * Strings, Trees and Sequences, section 1.4), in time linear in the window. Matches do not reach
 * back across a sequence breaker; breakers are looked for in the tokens' bytes, so they may lie
 * across several tokens.
 */
final class Dry implements LogitAdjustment {
    /** Keeps a penalty finite, so that it never masks a token outright. */
    private static final double PENALTY_MAX = 1e6;

    private final DryOptions options;
    private final TokenHistory history;
    private final IntFunction<byte[]> bytes;
    private final List<String> breakers; // as ISO 8859-1, one character per byte
    private final int breakerLengthMax;
    private String tail = "";
    private int afterBreaker;

    Dry(DryOptions options, TokenHistory history, IntFunction<byte[]> bytes) {
        this.options = options;
        this.history = history;
        this.bytes = bytes;
        breakers =
                options.sequenceBreakers().stream()
                        .map(breaker -> latin1(breaker.getBytes(StandardCharsets.UTF_8)))
                        .toList();
        breakerLengthMax = breakers.stream().mapToInt(String::length).max().orElse(1);
    }

    /** What was noted of the text's end. */
    record Mark(String tail, int afterBreaker) {}

    Mark mark() {
        return new Mark(tail, afterBreaker);
    }

    void rewind(Mark mark) {
        tail = mark.tail();
        afterBreaker = mark.afterBreaker();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Notes a token that was just added to the history. */
    void accept(int token) {
        String text = latin1(bytes.apply(token));
        String seen = tail + text;
        for (String breaker : breakers) {
            // Only breakers that end inside this token are new.
            int from = Math.max(0, tail.length() - breaker.length() + 1);
            if (!text.isEmpty() && seen.indexOf(breaker, from) >= 0) {
                afterBreaker = history.size();
            }
        }
        tail = seen.substring(Math.max(0, seen.length() - breakerLengthMax + 1));
    }

    @Override
    public void adjust(float[] logits) {
        int limit = history.size() - afterBreaker;
        int[] window = history.latest(options.range());
        if (limit < options.allowedLength() || window.length <= options.allowedLength()) {
            return;
        }
        Map<Integer, Integer> longest = longestRepeats(reversed(window), limit);
        longest.forEach((token, length) -> {
            double penalty =
                    options.multiplier()
                            * Math.pow(options.base(), length - options.allowedLength());
            logits[token] -= (float) Math.min(penalty, PENALTY_MAX);
        });
    }

    /** For each token that followed a repeat of the end: length of the longest such repeat. */
    private Map<Integer, Integer> longestRepeats(int[] reversed, int limit) {
        int[] z = zArray(reversed);
        Map<Integer, Integer> longest = new HashMap<>();
        for (int i = 1; i < reversed.length; i++) {
            int length = Math.min(z[i], limit);
            if (length >= options.allowedLength()) {
                longest.merge(reversed[i - 1], length, Math::max);
            }
        }
        return longest;
    }

    private static int[] reversed(int[] tokens) {
        int[] reversed = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            reversed[i] = tokens[tokens.length - 1 - i];
        }
        return reversed;
    }

    /** z[i] is the length of the longest common prefix of s and s[i…]. */
    private static int[] zArray(int[] s) {
        int[] z = new int[s.length];
        int left = 0;
        int right = 0;
        for (int i = 1; i < s.length; i++) {
            int length = i < right ? Math.min(right - i, z[i - left]) : 0;
            while (i + length < s.length && s[length] == s[i + length]) {
                length++;
            }
            z[i] = length;
            if (i + length > right) {
                left = i;
                right = i + length;
            }
        }
        return z;
    }
}
