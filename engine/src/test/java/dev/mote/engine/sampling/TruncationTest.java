package dev.mote.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Each truncation against its definition, computed here by sorting everything. */
class TruncationTest {
    private static final int VOCABULARY = 500;

    @Test
    void topKKeepsTheKLikeliestBestFirst() {
        for (int k : new int[] {1, 2, 7, 40, 499, 500, 501}) {
            float[] logits = randomLogits(k);
            Candidates candidates = loaded(logits);
            new TopK(k).truncate(candidates);
            assertThat(ids(candidates))
                    .isEqualTo(ranked(logits).subList(0, Math.min(k, VOCABULARY)));
        }
    }

    @Test
    void topKPrefersLowIdsAmongEquals() {
        float[] logits = {1, 2, 2, 1, 2, 1};
        Candidates candidates = loaded(logits);
        new TopK(4).truncate(candidates);
        assertThat(ids(candidates)).containsExactly(1, 2, 4, 0);
    }

    @Test
    void topPKeepsTheFewestThatReachP() {
        for (double p : new double[] {1e-9, 0.1, 0.5, 0.9, 0.999}) {
            float[] logits = randomLogits((long) (p * 1000));
            double[] probabilities = softmax(logits);
            Candidates candidates = loaded(logits);
            new TopP(p).truncate(candidates);
            List<Integer> expected = new ArrayList<>();
            double mass = 0;
            for (int id : ranked(logits)) {
                if (expected.isEmpty() || mass < p) {
                    expected.add(id);
                    mass += probabilities[id];
                }
            }
            assertThat(ids(candidates)).isEqualTo(expected);
        }
    }

    @Test
    void topPKeepsOneTokenOfManyEquals() {
        Candidates candidates = loaded(new float[100]);
        new TopP(0.001).truncate(candidates);
        assertThat(ids(candidates)).containsExactly(0);
    }

    @Test
    void minPKeepsTheDefinitionsSurvivors() {
        for (double minP : new double[] {0.001, 0.05, 0.5, 1}) {
            float[] logits = randomLogits(17);
            double[] probabilities = softmax(logits);
            double max =
                    IntStream.range(0, VOCABULARY)
                            .mapToDouble(i -> probabilities[i])
                            .max()
                            .getAsDouble();
            Candidates candidates = loaded(logits);
            new MinP(minP).truncate(candidates);
            assertThat(ids(candidates))
                    .isEqualTo(
                            IntStream.range(0, VOCABULARY)
                                    .filter(i -> probabilities[i] >= minP * max * (1 - 1e-12))
                                    .boxed()
                                    .toList());
        }
    }

    @Test
    void typicalKeepsTheSurprisesNearestToTheEntropy() {
        for (double tau : new double[] {0.01, 0.2, 0.6, 0.95}) {
            float[] logits = randomLogits(5);
            double[] probabilities = softmax(logits);
            double entropy = 0;
            for (double p : probabilities) {
                entropy -= p * Math.log(p);
            }
            double h = entropy;
            List<Integer> order = new ArrayList<>(IntStream.range(0, VOCABULARY).boxed().toList());
            order.sort(Comparator.comparingDouble(i -> Math.abs(-Math.log(probabilities[i]) - h)));
            List<Integer> expected = new ArrayList<>();
            double mass = 0;
            for (int id : order) {
                if (expected.isEmpty() || mass < tau) {
                    expected.add(id);
                    mass += probabilities[id];
                }
            }
            Candidates candidates = loaded(logits);
            new Typical(tau).truncate(candidates);
            assertThat(ids(candidates)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void typicalCanDropTheLikeliestToken() {
        // One token of probability 0.4, sixty of 0.01: the entropy is nearer to the rare ones.
        float[] logits = new float[61];
        for (int i = 1; i < 61; i++) {
            logits[i] = (float) Math.log(0.01 / 0.4);
        }
        Candidates candidates = loaded(logits);
        new Typical(0.3).truncate(candidates);
        assertThat(ids(candidates)).doesNotContain(0);
    }

    @Test
    void everyTruncationKeepsASingleCandidate() {
        for (Truncation step :
                List.of(new TopK(1), new TopP(1e-9), new MinP(1), new Typical(1e-9))) {
            Candidates candidates = loaded(new float[] {-3});
            step.truncate(candidates);
            assertThat(ids(candidates)).as(step.toString()).containsExactly(0);
        }
    }

    @Test
    void everyTruncationSurvivesLogitsFarApart() {
        for (Truncation step :
                List.of(new TopK(2), new TopP(0.5), new MinP(0.1), new Typical(0.5))) {
            Candidates candidates = loaded(new float[] {-3e38f, 3e38f, -3e38f});
            step.truncate(candidates);
            assertThat(ids(candidates)).as(step.toString()).contains(1);
        }
    }

    static float[] randomLogits(long seed) {
        Random random = new Random(seed);
        float[] logits = new float[VOCABULARY];
        for (int i = 0; i < VOCABULARY; i++) {
            logits[i] = (float) (random.nextGaussian() * 2.5);
        }
        return logits;
    }

    static double[] softmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(logits[i] - max);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    private static List<Integer> ranked(float[] logits) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -logits[i]).thenComparing(i -> i))
                .toList();
    }

    private static Candidates loaded(float[] logits) {
        Candidates candidates = new Candidates(logits.length);
        candidates.load(logits);
        return candidates;
    }

    private static List<Integer> ids(Candidates candidates) {
        return IntStream.range(0, candidates.size()).map(candidates::id).boxed().toList();
    }
}
