package dev.mote.text.segment;

import dev.mote.format.ModelFormatException;
import dev.mote.text.vocabulary.Utf8;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * SentencePiece's normalization before its unigram model: characters by the precompiled map, spaces
 * to U+2581, one before the text and one for each run if the model wants so. Immutable and
 * thread-safe.
 */
public final class UnigramNormalizer {
    /** The longest expansion of NFKC is eleven-fold (U+FDFA), and a space takes three bytes. */
    private static final int EXPANSION_MAX = 16;

    private final String source;
    private final @Nullable CharsMap charsMap;
    private final boolean spacePrefix;
    private final boolean mergeSpaces;

    /**
     * Describes a normalization.
     *
     * @param source file name for messages
     * @param charsMap replaces characters, or null to keep all
     * @param spacePrefix whether a space is put before the text
     * @param mergeSpaces whether runs of spaces become one and outer spaces vanish
     */
    public UnigramNormalizer(
            String source, @Nullable CharsMap charsMap, boolean spacePrefix, boolean mergeSpaces) {
        this.source = source;
        this.charsMap = charsMap;
        this.spacePrefix = spacePrefix;
        this.mergeSpaces = mergeSpaces;
    }

    /** The normalized range [from, to) of a text. */
    byte[] normalize(byte[] text, int from, int to) {
        Output out = new Output(to - from);
        for (int at = from; at < to; ) {
            long match = charsMap == null ? -1 : charsMap.match(text, at, to);
            if (charsMap != null && match >= 0) {
                for (int i = charsMap.replacement(match); charsMap.byteAt(i) != 0; i++) {
                    out.add(charsMap.byteAt(i));
                }
                at += (int) (match >> Integer.SIZE);
            } else {
                int end = at + Utf8.sequenceLength(text[at]);
                while (at < end) {
                    out.add(text[at++]);
                }
            }
        }
        return out.toBytes();
    }

    /** Collects bytes and spells spaces. */
    private final class Output {
        private final long limit;
        private byte[] bytes;
        private int size;
        private boolean begun;
        private boolean inWord;

        Output(int inputLength) {
            limit = (long) EXPANSION_MAX * (inputLength + 4);
            bytes = new byte[inputLength + inputLength / 2 + 16];
        }

        void add(byte b) {
            if (b == ' ') {
                inWord = false;
                if (!mergeSpaces) {
                    addMark();
                }
                return;
            }
            if (!inWord) {
                inWord = true;
                if (begun ? mergeSpaces : spacePrefix) {
                    addMark();
                }
                begun = true;
            }
            put(b);
        }

        private void addMark() {
            put((byte) 0xe2);
            put((byte) 0x96);
            put((byte) 0x81);
        }

        private void put(byte b) {
            if (size >= limit) {
                throw new ModelFormatException(
                        source,
                        "precompiled charsmap makes text more than "
                                + EXPANSION_MAX
                                + " times longer");
            }
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, size * 2);
            }
            bytes[size++] = b;
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, size);
        }
    }
}
