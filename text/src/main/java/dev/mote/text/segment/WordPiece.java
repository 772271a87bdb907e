package dev.mote.text.segment;

import dev.mote.text.vocabulary.IntSequence;
import dev.mote.text.vocabulary.PieceLengths;
import dev.mote.text.vocabulary.Utf8;
import dev.mote.text.vocabulary.Vocabulary;

/**
 * BERT's WordPiece: each word is covered by the longest piece at every place, and a word that
 * cannot be covered is unknown as a whole (Wu et al. 2016). Pieces that begin a word are spelled
 * with U+2581 before them, as GGUF stores them.
 */
public final class WordPiece implements Segmenter {
    private final Vocabulary vocabulary;
    private final PieceLengths pieces;
    private final BertNormalizer normalizer;
    private final int unknown;
    private final int wordCharactersMax;

    /**
     * Prepares the algorithm.
     *
     * @param vocabulary the pieces
     * @param normalizer finds words
     * @param unknown the token of a word that cannot be covered
     * @param wordCharactersMax longer words are unknown
     */
    public WordPiece(
            Vocabulary vocabulary, BertNormalizer normalizer, int unknown, int wordCharactersMax) {
        this.vocabulary = vocabulary;
        this.pieces = new PieceLengths(vocabulary);
        this.normalizer = normalizer;
        this.unknown = unknown;
        this.wordCharactersMax = wordCharactersMax;
    }

    @Override
    public void segment(byte[] text, int from, int to, Position position, IntSequence out) {
        normalizer.words(text, from, to, word -> cover(word, out));
    }

    private void cover(String word, IntSequence out) {
        if (word.codePointCount(0, word.length()) > wordCharactersMax) {
            out.add(unknown);
            return;
        }
        byte[] bytes = Utf8.encode("\u2581" + word);
        int before = out.size();
        int at = 0;
        while (at < bytes.length) {
            int piece = pieces.longest(bytes, at, bytes.length);
            if (piece < 0) {
                out.truncate(before);
                out.add(unknown);
                return;
            }
            out.add(piece);
            at += vocabulary.pieceLength(piece);
        }
    }
}
