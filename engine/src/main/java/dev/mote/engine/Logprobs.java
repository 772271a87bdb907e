package dev.mote.engine;

import dev.mote.text.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Log-softmax of raw logits, summed in double precision. */
final class Logprobs {
    private Logprobs() {}

    /** ln Σ exp(logits). StrictMath, so that every machine gives the same bits. */
    static double logSumExp(float[] logits) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += StrictMath.exp((double) logit - max);
        }
        return max + StrictMath.log(sum);
    }

    /** The chosen token and the {@code count} likeliest; equals are ordered by id. */
    static TokenLogprob of(float[] logits, int chosen, int count, Tokenizer tokenizer) {
        double total = logSumExp(logits);
        PriorityQueue<Integer> worstFirst =
                new PriorityQueue<>((a, b) ->
                        logits[a] != logits[b]
                                ? Float.compare(logits[a], logits[b])
                                : Integer.compare(b, a));
        int ids = Math.min(logits.length, tokenizer.vocabularySize()); // without padding
        for (int id = 0; id < ids && count > 0; id++) {
            if (worstFirst.size() < count) {
                worstFirst.add(id);
            } else if (logits[id] > logits[worstFirst.element()]) {
                worstFirst.remove();
                worstFirst.add(id);
            }
        }
        List<TokenLogprob.Alternative> top = new ArrayList<>();
        while (!worstFirst.isEmpty()) {
            int id = worstFirst.remove();
            top.add(new TokenLogprob.Alternative(id, tokenizer.piece(id), logits[id] - total));
        }
        return new TokenLogprob(
                chosen, tokenizer.piece(chosen), logits[chosen] - total, top.reversed());
    }
}
