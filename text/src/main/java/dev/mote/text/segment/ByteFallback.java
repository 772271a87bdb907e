package dev.mote.text.segment;

import dev.mote.format.ModelFormatException;
import dev.mote.text.vocabulary.IntSequence;
import dev.mote.text.vocabulary.Vocabulary;

import java.util.Arrays;

/** Ids for characters the vocabulary lacks: their bytes where those have tokens, else unknown. */
final class ByteFallback {
    private final int[] tokens = new int[256];
    private final int unknown;

    /**
     * Looks the byte tokens up.
     *
     * @param unknown the unknown token, or -1
     * @throws ModelFormatException if some byte would have neither
     */
    ByteFallback(String source, Vocabulary vocabulary, int unknown, boolean useBytes) {
        Arrays.fill(tokens, -1);
        this.unknown = unknown;
        for (int value = 0; value < 256; value++) {
            if (useBytes) {
                tokens[value] = vocabulary.findByte(value);
            }
            if (tokens[value] < 0 && unknown < 0 && occursInUtf8(value)) {
                throw new ModelFormatException(
                        source,
                        "vocabulary has neither a token for byte 0x%02X nor an unknown token"
                                .formatted(value));
            }
        }
    }

    /** Whether a byte can occur in well-formed UTF-8. */
    static boolean occursInUtf8(int value) {
        return value != 0xc0 && value != 0xc1 && value < 0xf5;
    }

    void append(byte[] text, int from, int to, IntSequence out) {
        for (int i = from; i < to; i++) {
            int token = tokens[text[i] & 0xff];
            if (token < 0) {
                out.add(unknown);
                return;
            }
            out.add(token);
        }
    }
}
