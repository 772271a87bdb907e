package dev.mote.text.vocabulary;

import java.util.Arrays;

/**
 * GPT-2's spelling of bytes as printable characters: printable Latin-1 stands for itself, the other
 * 68 bytes are U+0100 to U+0143 in order (Radford et al. 2019, {@code bytes_to_unicode}).
 */
public final class ByteAlphabet {
    private static final int FIRST_STAND_IN = 0x100;
    private static final int SIZE = FIRST_STAND_IN + 68;
    private static final char[] CHARACTERS = new char[256];
    private static final short[] BYTES = new short[SIZE];

    static {
        Arrays.fill(BYTES, (short) -1);
        char standIn = FIRST_STAND_IN;
        for (int value = 0; value < 256; value++) {
            boolean printable =
                    (value >= '!' && value <= '~')
                            || (value >= 0xa1 && value <= 0xff && value != 0xad);
            char c = printable ? (char) value : standIn++;
            CHARACTERS[value] = c;
            BYTES[c] = (short) value;
        }
    }

    private ByteAlphabet() {}

    /** The character that spells a byte. */
    public static char character(int value) {
        return CHARACTERS[value];
    }

    /** The spelling, in UTF-8, of a range of bytes. */
    public static byte[] spell(byte[] bytes, int from, int to) {
        byte[] spelled = new byte[2 * (to - from)];
        int end = 0;
        for (int i = from; i < to; i++) {
            char c = CHARACTERS[bytes[i] & 0xff];
            if (c < 0x80) {
                spelled[end++] = (byte) c;
            } else {
                spelled[end++] = (byte) (0xc0 | c >> 6);
                spelled[end++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        return end == spelled.length ? spelled : Arrays.copyOf(spelled, end);
    }

    /**
     * The bytes that a spelling stands for; a spelling with any other character stands for itself.
     *
     * @param spelling UTF-8
     */
    public static byte[] bytes(byte[] spelling) {
        byte[] bytes = new byte[spelling.length];
        int end = 0;
        for (int at = 0; at < spelling.length; ) {
            int c = spelling[at];
            if (c < 0) {
                if ((c & 0xe0) != 0xc0 || at + 1 == spelling.length) {
                    return spelling.clone();
                }
                c = (c & 0x1f) << 6 | (spelling[at + 1] & 0x3f);
                at++;
            }
            at++;
            if (c >= SIZE || BYTES[c] < 0) {
                return spelling.clone();
            }
            bytes[end++] = (byte) BYTES[c];
        }
        return Arrays.copyOf(bytes, end);
    }
}
