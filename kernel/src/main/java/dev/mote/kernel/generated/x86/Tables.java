package dev.mote.kernel.generated.x86;

/** Small tables of the formats, in the form that permutations want. */
public final class Tables {
    private static final byte[] IQ4 = {
        -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
    };

    private static final byte[] E2M1_DOUBLED = {
        0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12
    };

    private Tables() {}

    /** What the sixteen codes of IQ4_NL and IQ4_XS stand for, plus {@code zeroPoint}. */
    public static byte[] iq4(int zeroPoint) {
        return shifted(IQ4, zeroPoint);
    }

    /** Twice what the sixteen codes of E2M1 stand for, plus {@code zeroPoint}. */
    public static byte[] e2m1Doubled(int zeroPoint) {
        return shifted(E2M1_DOUBLED, zeroPoint);
    }

    private static byte[] shifted(byte[] table, int zeroPoint) {
        byte[] result = new byte[table.length];
        for (int i = 0; i < table.length; i++) {
            result[i] = (byte) (table[i] + zeroPoint);
        }
        return result;
    }
}
