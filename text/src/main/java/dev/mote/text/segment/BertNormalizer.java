package dev.mote.text.segment;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.function.Consumer;

/**
 * BERT's basic tokenization (Devlin et al. 2018): control characters out, accents and case as the
 * model was trained, then words between white space with every punctuation mark and every Chinese
 * character a word of its own. Immutable and thread-safe.
 *
 * @param lowercase whether letters lose their case
 * @param stripAccents whether text is decomposed and loses its non-spacing marks
 * @param splitChinese whether Chinese characters stand alone
 */
public record BertNormalizer(boolean lowercase, boolean stripAccents, boolean splitChinese) {
    private static final int PUNCTUATION =
            1 << Character.CONNECTOR_PUNCTUATION
                    | 1 << Character.DASH_PUNCTUATION
                    | 1 << Character.START_PUNCTUATION
                    | 1 << Character.END_PUNCTUATION
                    | 1 << Character.INITIAL_QUOTE_PUNCTUATION
                    | 1 << Character.FINAL_QUOTE_PUNCTUATION
                    | 1 << Character.OTHER_PUNCTUATION;
    private static final int REMOVED =
            1 << Character.CONTROL
                    | 1 << Character.FORMAT
                    | 1 << Character.PRIVATE_USE
                    | 1 << Character.SURROGATE;

    /** Gives the words of the range [from, to) of well-formed UTF-8 in order. */
    void words(byte[] text, int from, int to, Consumer<String> words) {
        String plain = new String(text, from, to - from, StandardCharsets.UTF_8);
        if (stripAccents) {
            plain = Normalizer.normalize(plain, Normalizer.Form.NFD);
        }
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < plain.length(); ) {
            int c = plain.codePointAt(i);
            i += Character.charCount(c);
            if (isWhiteSpace(c)) {
                flush(word, words);
            } else if (!isDropped(c)) {
                int kept = lowercase ? Character.toLowerCase(c) : c;
                if (standsAlone(c)) {
                    flush(word, words);
                    words.accept(Character.toString(kept));
                } else {
                    word.appendCodePoint(kept);
                }
            }
        }
        flush(word, words);
    }

    private static void flush(StringBuilder word, Consumer<String> words) {
        if (!word.isEmpty()) {
            words.accept(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isWhiteSpace(int c) {
        return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
    }

    private boolean isDropped(int c) {
        int type = Character.getType(c);
        return c == 0
                || c == 0xfffd
                || (REMOVED >>> type & 1) != 0
                || (stripAccents && type == Character.NON_SPACING_MARK);
    }

    private boolean standsAlone(int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
        }
        return (PUNCTUATION >>> Character.getType(c) & 1) != 0 || (splitChinese && isChinese(c));
    }

    /** The blocks BERT's own code names, with the one boundary that its ports agree on. */
    private static boolean isChinese(int c) {
        return (c >= 0x4e00 && c <= 0x9fff)
                || (c >= 0x3400 && c <= 0x4dbf)
                || (c >= 0x20000 && c <= 0x2a6df)
                || (c >= 0x2a700 && c <= 0x2b73f)
                || (c >= 0x2b740 && c <= 0x2b81f)
                || (c >= 0x2b920 && c <= 0x2ceaf)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0x2f800 && c <= 0x2fa1f);
    }
}
