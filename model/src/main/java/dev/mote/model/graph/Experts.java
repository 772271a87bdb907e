package dev.mote.model.graph;

import dev.mote.kernel.FloatMatrix;

import java.util.List;

/**
 * A sparse mixture of experts (arXiv:1701.06538, arXiv:2401.04088): each token's output is the
 * weighted sum of the few experts its router scores highest.
 *
 * <p>Weights are the softmax of the router's scores over the chosen experts, which equals the
 * softmax over all of them renormalised to sum 1. Tokens are grouped by expert, so that a prefill
 * is one matrix product for each expert rather than one for each token. Not thread-safe: the
 * routing tables are reused.
 */
public final class Experts implements Sublayer {
    private final Linear router;
    private final List<GatedFeedForward> experts;
    private final int used;

    private int[] chosen = new int[0]; // [n, used] experts of each row
    private float[] weights = new float[0]; // [n, used] and their weights
    private final float[] scores;
    private float[] sum = new float[0];
    private float[] part = new float[0];

    /** Chooses {@code used} of the experts for each row. */
    public Experts(Linear router, List<GatedFeedForward> experts, int used) {
        this.router = router;
        this.experts = List.copyOf(experts);
        this.used = used;
        scores = new float[experts.size()];
    }

    @Override
    public void apply(Pass pass, FloatMatrix in, FloatMatrix out) {
        int n = in.rows();
        int width = in.columns();
        FloatMatrix routed = pass.scratch(Workspace.Buffer.ROUTER, n, experts.size());
        router.apply(pass, in, routed);
        if (chosen.length < n * used) {
            chosen = new int[n * used];
            weights = new float[n * used];
        }
        if (part.length < width) {
            part = new float[width];
            sum = new float[width];
        }
        for (int row = 0; row < n; row++) {
            routed.copyRow(row, scores, 0);
            choose(row);
        }
        out.segment().fill((byte) 0);
        for (int expert = 0; expert < experts.size(); expert++) {
            int count = 0;
            for (int i = 0; i < n * used; i++) {
                count += chosen[i] == expert ? 1 : 0;
            }
            if (count > 0) {
                applyExpert(pass, expert, count, in, out);
            }
        }
    }

    private void applyExpert(Pass pass, int expert, int count, FloatMatrix in, FloatMatrix out) {
        int width = in.columns();
        FloatMatrix gathered = pass.scratch(Workspace.Buffer.EXPERT_IN, count, width);
        FloatMatrix computed = pass.scratch(Workspace.Buffer.EXPERT_OUT, count, width);
        int next = 0;
        for (int i = 0; i < in.rows() * used; i++) {
            if (chosen[i] == expert) {
                in.copyRow(i / used, part, 0);
                gathered.setRow(next++, part, 0);
            }
        }
        experts.get(expert).apply(pass, gathered, computed);
        next = 0;
        for (int i = 0; i < in.rows() * used; i++) {
            if (chosen[i] == expert) {
                out.copyRow(i / used, sum, 0);
                computed.copyRow(next++, part, 0);
                float weight = weights[i];
                for (int c = 0; c < width; c++) {
                    sum[c] += weight * part[c];
                }
                out.setRow(i / used, sum, 0);
            }
        }
    }

    /** Picks the highest scores, the earlier expert first where they are equal. */
    private void choose(int row) {
        int first = row * used;
        double total = 0;
        float highest = 0;
        for (int i = 0; i < used; i++) {
            int best = -1;
            for (int expert = 0; expert < scores.length; expert++) {
                if (!taken(first, i, expert) && (best < 0 || scores[expert] > scores[best])) {
                    best = expert;
                }
            }
            if (i == 0) {
                highest = scores[best];
            }
            chosen[first + i] = best;
            weights[first + i] = (float) Math.exp(scores[best] - highest);
            total += weights[first + i];
        }
        for (int i = 0; i < used; i++) {
            weights[first + i] = (float) (weights[first + i] / total);
        }
    }

    private boolean taken(int first, int count, int expert) {
        for (int i = 0; i < count; i++) {
            if (chosen[first + i] == expert) {
                return true;
            }
        }
        return false;
    }
}
