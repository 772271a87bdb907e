package dev.mote.engine.constraint;

import java.util.Arrays;

/** A set of tokens of a vocabulary. Immutable once it is given away. */
public final class TokenMask {
    private static final int HEADER_BYTES = 64;

    private final long[] bits;
    private int count;

    TokenMask(int vocabularySize) {
        bits = new long[(vocabularySize + Long.SIZE - 1) / Long.SIZE];
    }

    void add(int token) {
        long bit = 1L << token;
        if ((bits[token / Long.SIZE] & bit) == 0) {
            bits[token / Long.SIZE] |= bit;
            count++;
        }
    }

    /** Adds all tokens of another set of the same vocabulary to this one, which has none yet. */
    void begin(TokenMask other) {
        System.arraycopy(other.bits, 0, bits, 0, bits.length);
        count = other.count;
    }

    /** Memory of a set of tokens. */
    static long bytes(int vocabularySize) {
        return (long) vocabularySize / Byte.SIZE + HEADER_BYTES;
    }

    /** Whether a token belongs to the set. */
    public boolean allows(int token) {
        return token / Long.SIZE < bits.length && (bits[token / Long.SIZE] >>> token & 1) != 0;
    }

    /** Number of tokens. */
    public int count() {
        return count;
    }

    /** Makes the logits of all other tokens −infinity. */
    public void apply(float[] logits) {
        for (int word = 0; word * Long.SIZE < logits.length; word++) {
            long allowed = word < bits.length ? bits[word] : 0;
            if (allowed == -1L) {
                continue;
            }
            int from = word * Long.SIZE;
            int to = Math.min(from + Long.SIZE, logits.length);
            if (allowed == 0) {
                Arrays.fill(logits, from, to, Float.NEGATIVE_INFINITY);
                continue;
            }
            for (int token = from; token < to; token++) {
                if ((allowed >>> token & 1) == 0) {
                    logits[token] = Float.NEGATIVE_INFINITY;
                }
            }
        }
    }
}
