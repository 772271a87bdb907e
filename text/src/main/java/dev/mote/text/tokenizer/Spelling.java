package dev.mote.text.tokenizer;

import dev.mote.text.vocabulary.ByteAlphabet;
import dev.mote.text.vocabulary.TokenType;
import dev.mote.text.vocabulary.Vocabulary;

import java.util.Arrays;

/** How a vocabulary spells the bytes that its tokens stand for. */
enum Spelling {
    /** In GPT-2's alphabet of bytes. */
    BYTE_LEVEL,
    /** As text with U+2581 for a space. */
    WORD_MARK;

    private static final byte[] NOTHING = {};
    private static final String HEXADECIMAL = "0123456789ABCDEF";

    /** The bytes of a token; special tokens give their text or nothing. */
    byte[] bytes(Vocabulary vocabulary, int token, boolean renderSpecial) {
        TokenType type = vocabulary.type(token);
        return switch (type) {
            case CONTROL, UNKNOWN -> renderSpecial ? vocabulary.pieceBytes(token) : NOTHING;
            case USER_DEFINED -> vocabulary.pieceBytes(token);
            case BYTE -> new byte[] {(byte) byteValue(vocabulary.pieceBytes(token))};
            case NORMAL, UNUSED, UNDEFINED ->
                    this == BYTE_LEVEL
                            ? ByteAlphabet.bytes(vocabulary.pieceBytes(token))
                            : spaced(vocabulary.pieceBytes(token));
        };
    }

    /** The value of a byte token spelled {@code <0xNN>}, or -1 if it is spelled otherwise. */
    static int byteValue(byte[] piece) {
        if (piece.length != 6
                || piece[0] != '<'
                || piece[1] != '0'
                || piece[2] != 'x'
                || piece[5] != '>') {
            return -1;
        }
        int high = HEXADECIMAL.indexOf(Character.toUpperCase(piece[3]));
        int low = HEXADECIMAL.indexOf(Character.toUpperCase(piece[4]));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static byte[] spaced(byte[] piece) {
        int end = 0;
        for (int at = 0; at < piece.length; at++) {
            if (at + 2 < piece.length
                    && piece[at] == (byte) 0xe2
                    && piece[at + 1] == (byte) 0x96
                    && piece[at + 2] == (byte) 0x81) {
                piece[end++] = ' ';
                at += 2;
            } else {
                piece[end++] = piece[at];
            }
        }
        return end == piece.length ? piece : Arrays.copyOf(piece, end);
    }
}
