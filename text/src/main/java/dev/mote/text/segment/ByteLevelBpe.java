package dev.mote.text.segment;

import dev.mote.text.split.Splitter;
import dev.mote.text.vocabulary.ByteAlphabet;
import dev.mote.text.vocabulary.IntSequence;
import dev.mote.text.vocabulary.Vocabulary;

/**
 * GPT-2's BPE: the text is cut into words, and the bytes of each word merge in order of rank
 * (Radford et al. 2019). A byte without a token (Falcon lacks some control characters) becomes the
 * unknown token, or nothing where there is none, as in the reference implementations.
 */
public final class ByteLevelBpe implements Segmenter {
    private final Vocabulary vocabulary;
    private final MergeTable merges;
    private final Splitter splitter;
    private final boolean wholeWordsFirst;
    private final boolean spacePrefix;
    private final int[] byteTokens = new int[256];

    /**
     * Prepares the algorithm.
     *
     * @param vocabulary pieces spelled in GPT-2's byte alphabet
     * @param merges their merges
     * @param splitter cuts words
     * @param unknown the unknown token for bytes the vocabulary lacks, or -1
     * @param wholeWordsFirst whether a word that is a piece is taken whatever the merges say
     * @param spacePrefix whether a space is put before a text that begins with none
     */
    public ByteLevelBpe(
            Vocabulary vocabulary,
            MergeTable merges,
            Splitter splitter,
            int unknown,
            boolean wholeWordsFirst,
            boolean spacePrefix) {
        this.vocabulary = vocabulary;
        this.merges = merges;
        this.splitter = splitter;
        this.wholeWordsFirst = wholeWordsFirst;
        this.spacePrefix = spacePrefix;
        for (int value = 0; value < 256; value++) {
            int token = vocabulary.find(Character.toString(ByteAlphabet.character(value)));
            if (token < 0 || vocabulary.type(token).isSpecial()) {
                token = unknown;
            }
            byteTokens[value] = token;
        }
    }

    @Override
    public void segment(byte[] text, int from, int to, Position position, IntSequence out) {
        RankedMerges word = new RankedMerges(merges);
        if (spacePrefix && to > from && text[from] != ' ') {
            byte[] prefixed = new byte[to - from + 1];
            prefixed[0] = ' ';
            System.arraycopy(text, from, prefixed, 1, to - from);
            splitter.split(prefixed, 0, prefixed.length, (a, b) -> word(prefixed, a, b, word, out));
        } else {
            splitter.split(text, from, to, (a, b) -> word(text, a, b, word, out));
        }
    }

    private void word(byte[] text, int from, int to, RankedMerges word, IntSequence out) {
        if (wholeWordsFirst && to - from <= vocabulary.pieceBytesMax()) {
            byte[] spelled = ByteAlphabet.spell(text, from, to);
            int token = vocabulary.findText(spelled, 0, spelled.length);
            if (token >= 0) {
                out.add(token);
                return;
            }
        }
        word.clear();
        for (int i = from; i < to; i++) {
            int token = byteTokens[text[i] & 0xff];
            if (token >= 0) {
                word.add(token);
            }
        }
        word.mergeInto(out);
    }
}
