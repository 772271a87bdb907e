package dev.mote.text.vocabulary;

import java.nio.charset.StandardCharsets;

/** UTF-8 as tokenizers walk it: well-formed bytes made from a string, one code point at a time. */
public final class Utf8 {
    private Utf8() {}

    /** UTF-8 of a text, with U+FFFD for every lone surrogate. */
    public static byte[] encode(String text) {
        return withoutLoneSurrogates(text).getBytes(StandardCharsets.UTF_8);
    }

    private static String withoutLoneSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isSurrogatePair(text.charAt(i), charAt(text, i + 1))) {
                    i++;
                } else {
                    return replaced(text, i);
                }
            }
        }
        return text;
    }

    private static String replaced(String text, int from) {
        StringBuilder out = new StringBuilder(text);
        for (int i = from; i < out.length(); i++) {
            if (Character.isSurrogate(out.charAt(i))) {
                if (Character.isSurrogatePair(out.charAt(i), charAt(out, i + 1))) {
                    i++;
                } else {
                    out.setCharAt(i, '\uFFFD');
                }
            }
        }
        return out.toString();
    }

    private static char charAt(CharSequence text, int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    /** Number of bytes {@link #encode} gives for a text. */
    public static int length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogatePair(c, charAt(text, i + 1))) {
                length += 4;
                i++;
            } else {
                length += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return length;
    }

    /** Length of the sequence that a lead byte announces; 1 for continuation bytes. */
    public static int sequenceLength(byte lead) {
        int value = lead & 0xff;
        return value < 0xc0 ? 1 : value < 0xe0 ? 2 : value < 0xf0 ? 3 : 4;
    }

    /** The code point at an offset of well-formed UTF-8. */
    public static int codePoint(byte[] text, int at) {
        int lead = text[at];
        if (lead >= 0) {
            return lead;
        }
        if ((lead & 0xe0) == 0xc0) {
            return (lead & 0x1f) << 6 | (text[at + 1] & 0x3f);
        }
        if ((lead & 0xf0) == 0xe0) {
            return (lead & 0xf) << 12 | (text[at + 1] & 0x3f) << 6 | (text[at + 2] & 0x3f);
        }
        return (lead & 7) << 18
                | (text[at + 1] & 0x3f) << 12
                | (text[at + 2] & 0x3f) << 6
                | (text[at + 3] & 0x3f);
    }

    /** The offset of the code point that ends before {@code at}. */
    public static int previous(byte[] text, int at) {
        int start = at - 1;
        while ((text[start] & 0xc0) == 0x80) {
            start--;
        }
        return start;
    }
}
