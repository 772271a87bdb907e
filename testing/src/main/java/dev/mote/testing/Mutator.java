package dev.mote.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes bytes at random the way parsers dislike: a few edits of different kinds at once. */
final class Mutator {
    private static final int EDITS_MAX = 6;
    private static final int RUN_MAX = 64;

    /** Borders of signs and widths, small counts, and what overflows when multiplied. */
    private static final long[] TELLING = {
        0,
        1,
        2,
        3,
        7,
        8,
        31,
        32,
        33,
        63,
        64,
        127,
        128,
        255,
        256,
        1 << 16,
        (1 << 16) - 1,
        (1L << 31) - 1,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        (1L << 42) + 1,
        1L << 61,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -8,
        -32
    };

    private final List<byte[]> corpus;
    private final List<byte[]> dictionary;
    private final int lengthMax;

    Mutator(List<byte[]> corpus, List<byte[]> dictionary) {
        this.corpus = corpus;
        this.dictionary = dictionary;
        this.lengthMax = 2 * corpus.stream().mapToInt(entry -> entry.length).max().orElse(0) + 64;
    }

    /** A changed copy of some corpus entry. */
    byte[] mutate(SplittableRandom random) {
        byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
        for (int edits = 1 + random.nextInt(EDITS_MAX); edits > 0; edits--) {
            bytes = edit(bytes, random);
        }
        return bytes.length > lengthMax ? Arrays.copyOf(bytes, lengthMax) : bytes;
    }

    private byte[] edit(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return randomBytes(random, 1 + random.nextInt(RUN_MAX));
        }
        int at = random.nextInt(bytes.length);
        int run = Math.min(1 + random.nextInt(RUN_MAX), bytes.length - at);
        switch (random.nextInt(11)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> putNumber(bytes, at, TELLING[random.nextInt(TELLING.length)], random);
            case 3 -> addToNumber(bytes, at, random.nextInt(-16, 17), random);
            case 4 -> {
                return replace(bytes, at, run, new byte[0]);
            }
            case 5 -> {
                return replace(bytes, at, 0, randomBytes(random, run));
            }
            case 6 -> {
                return replace(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + run));
            }
            case 7 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 8 -> {
                byte[] other = corpus.get(random.nextInt(corpus.size()));
                int from = other.length == 0 ? 0 : random.nextInt(other.length);
                return replace(
                        bytes,
                        at,
                        bytes.length - at,
                        Arrays.copyOfRange(other, from, other.length));
            }
            case 9 -> {
                byte[] repeated = new byte[RUN_MAX * (1 + random.nextInt(8))];
                Arrays.fill(repeated, bytes[at]);
                return replace(bytes, at, 0, repeated);
            }
            default -> {
                if (!dictionary.isEmpty()) {
                    byte[] word = dictionary.get(random.nextInt(dictionary.size()));
                    return replace(bytes, at, random.nextBoolean() ? 0 : run, word);
                }
            }
        }
        return bytes;
    }

    private static void putNumber(byte[] bytes, int at, long value, SplittableRandom random) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int width = 1 << random.nextInt(4);
        int start = Math.min(at, bytes.length - width);
        if (start < 0) {
            return;
        }
        switch (width) {
            case 1 -> buffer.put(start, (byte) value);
            case 2 -> buffer.putShort(start, (short) value);
            case 4 -> buffer.putInt(start, (int) value);
            default -> buffer.putLong(start, value);
        }
    }

    private static void addToNumber(byte[] bytes, int at, int change, SplittableRandom random) {
        if (at + 8 <= bytes.length && random.nextBoolean()) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(at, buffer.getLong(at) + change);
        } else {
            bytes[at] += (byte) change;
        }
    }

    private static byte[] randomBytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] replace(byte[] bytes, int at, int removed, byte[] inserted) {
        byte[] result = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(
                bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
        return result;
    }
}
