package dev.mote.text.segment;

import dev.mote.text.vocabulary.IntSequence;
import dev.mote.text.vocabulary.PieceLengths;
import dev.mote.text.vocabulary.TokenType;
import dev.mote.text.vocabulary.Utf8;
import dev.mote.text.vocabulary.Vocabulary;

import java.util.Arrays;

/**
 * SentencePiece's unigram model (Kudo 2018): the segmentation with the highest sum of piece scores,
 * found by Viterbi's algorithm over the places of the text. A character no piece covers costs ten
 * below the worst piece; neighbouring unknown characters are one unknown token.
 */
public final class Unigram implements Segmenter {
    private static final float UNKNOWN_PENALTY = 10;

    private final Vocabulary vocabulary;
    private final PieceLengths pieces;
    private final UnigramNormalizer normalizer;
    private final int unknown;
    private final float unknownScore;

    /** Prepares the algorithm for a vocabulary with scores and its unknown token. */
    public Unigram(Vocabulary vocabulary, UnigramNormalizer normalizer, int unknown) {
        this.vocabulary = vocabulary;
        this.pieces = new PieceLengths(vocabulary);
        this.normalizer = normalizer;
        this.unknown = unknown;
        float worst = Float.MAX_VALUE;
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.type(id) == TokenType.NORMAL) {
                worst = Math.min(worst, vocabulary.score(id));
            }
        }
        this.unknownScore = worst - UNKNOWN_PENALTY;
    }

    @Override
    public void segment(byte[] text, int from, int to, Position position, IntSequence out) {
        byte[] normalized = normalizer.normalize(text, from, to);
        if (normalized.length > 0) {
            new Lattice(normalized).appendBest(out);
        }
    }

    /** The best segmentation up to every place of one text. */
    private final class Lattice {
        private final byte[] text;
        private final double[] score;
        private final int[] token;
        private final int[] start;

        Lattice(byte[] text) {
            this.text = text;
            this.score = new double[text.length + 1];
            this.token = new int[text.length + 1];
            this.start = new int[text.length + 1];
            Arrays.fill(score, Double.NEGATIVE_INFINITY);
            score[0] = 0;
        }

        void appendBest(IntSequence out) {
            for (int at = 0; at < text.length; ) {
                int next = at + Utf8.sequenceLength(text[at]);
                extend(at, next);
                at = next;
            }
            int first = out.size();
            boolean afterUnknown = false;
            for (int end = text.length; end > 0; end = start[end]) {
                boolean isUnknown = token[end] == unknown;
                if (!isUnknown || !afterUnknown) {
                    out.add(token[end]);
                }
                afterUnknown = isUnknown;
            }
            out.reverseFrom(first);
        }

        private void extend(int at, int next) {
            double base = score[at];
            pieces.forEach(text, at, text.length, (id, end) -> offer(at, end, id, base + cost(id)));
            // Nothing but the whole character as one piece makes the unknown token unnecessary.
            if (vocabulary.findText(text, at, next) < 0) {
                offer(at, next, unknown, base + unknownScore);
            }
        }

        private double cost(int id) {
            return vocabulary.type(id) == TokenType.USER_DEFINED ? 0 : vocabulary.score(id);
        }

        private void offer(int from, int to, int id, double sum) {
            if (sum > score[to]) {
                score[to] = sum;
                token[to] = id;
                start[to] = from;
            }
        }
    }
}
