package dev.mote.text.vocabulary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A keyed hash of byte ranges: eight bytes at a time, each step a folded 128-bit multiplication.
 *
 * <p>The key is drawn anew in every process, so that a vocabulary cannot be prepared whose pieces
 * collide. Results of tokenization never depend on it.
 */
final class PieceHash {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long KEY = ThreadLocalRandom.current().nextLong() | 1;

    private PieceHash() {}

    static int of(byte[] bytes, int from, int to) {
        long hash = SEED ^ (to - from);
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            hash = fold(hash ^ (long) LONG.get(bytes, at));
        }
        long tail = 0;
        for (; at < to; at++) {
            tail = tail << Byte.SIZE | (bytes[at] & 0xff);
        }
        return (int) fold(fold(hash ^ tail));
    }

    static int of(long pair) {
        return (int) fold(pair ^ SEED);
    }

    private static long fold(long value) {
        return Math.multiplyHigh(value, KEY) ^ value * KEY;
    }
}
