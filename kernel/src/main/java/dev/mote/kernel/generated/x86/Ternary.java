package dev.mote.kernel.generated.x86;

import dev.mote.kernel.block.Codebooks;

/** Tables of the types whose values are −1, 0 and 1. */
public final class Ternary {
    /** What bytes of IQ1 points are too large by: eight times a coordinate, and one. */
    public static final int IQ1_ZERO_POINT = 9;

    private static final int IQ1_UNIT = 8;

    private Ternary() {}

    /** The points of IQ1_S and IQ1_M: eight times each coordinate, plus the zero point. */
    public static long[] iq1() {
        long[] points = new long[Codebooks.IQ1.length];
        for (int i = 0; i < points.length; i++) {
            for (int at = 0; at < 64; at += 8) {
                int coordinate = (byte) (Codebooks.IQ1[i] >>> at);
                points[i] |= (long) (IQ1_ZERO_POINT + IQ1_UNIT * coordinate) << at;
            }
        }
        return points;
    }

    /**
     * Where in a block of TQ1_0 the bytes of values {@code first} on lie.
     *
     * @param count how many values
     */
    public static byte[] tq1Bytes(int first, int count) {
        byte[] places = new byte[count];
        for (int i = 0; i < count; i++) {
            int value = first + i;
            places[i] =
                    (byte)
                            (value < 160
                                    ? value % 32
                                    : value < 240 ? 32 + (value - 160) % 16 : 48 + value % 4);
        }
        return places;
    }

    /** What each two of these bytes have to be multiplied by for their digit to come first. */
    public static short[] tq1Powers(int first, int count) {
        short[] powers = new short[count / 2];
        for (int i = 0; i < powers.length; i++) {
            int value = first + 2 * i;
            int digit =
                    value < 160 ? value / 32 : value < 240 ? (value - 160) / 16 : (value - 240) / 4;
            powers[i] = (short) Math.round(Math.pow(3, digit));
        }
        return powers;
    }
}
