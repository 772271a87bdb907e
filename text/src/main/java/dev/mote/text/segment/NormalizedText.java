package dev.mote.text.segment;

import dev.mote.text.vocabulary.IntSequence;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * Brings text into a Unicode normalization form before another algorithm.
 *
 * @param form the form
 * @param segmenter what follows
 */
public record NormalizedText(Normalizer.Form form, Segmenter segmenter) implements Segmenter {
    @Override
    public void segment(byte[] text, int from, int to, Position position, IntSequence out) {
        if (!isAscii(text, from, to)) {
            String plain = new String(text, from, to - from, StandardCharsets.UTF_8);
            if (!Normalizer.isNormalized(plain, form)) {
                byte[] normal = Normalizer.normalize(plain, form).getBytes(StandardCharsets.UTF_8);
                segmenter.segment(normal, 0, normal.length, position, out);
                return;
            }
        }
        segmenter.segment(text, from, to, position, out);
    }

    private static boolean isAscii(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
