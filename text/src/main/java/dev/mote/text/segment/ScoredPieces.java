package dev.mote.text.segment;

import dev.mote.text.vocabulary.IntSequence;
import dev.mote.text.vocabulary.Utf8;
import dev.mote.text.vocabulary.Vocabulary;

/**
 * SentencePiece's BPE: starting from characters, the neighbours whose concatenation is the best
 * scored piece merge first, the leftmost of equals; characters without a piece become bytes.
 *
 * <p>Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units", as
 * implemented by google/sentencepiece. Where no piece has a word mark behind another character the
 * text is merged word by word, which gives the same pieces in less time.
 */
public final class ScoredPieces implements Segmenter {
    private final Vocabulary vocabulary;
    private final ByteFallback fallback;
    private final boolean spacePrefix;
    private final boolean wordByWord;

    /**
     * Prepares the algorithm.
     *
     * @param source file name for messages
     * @param vocabulary pieces with scores
     * @param unknown the unknown token, or -1
     * @param spacePrefix whether a space is put before text that begins or follows a special token
     */
    public ScoredPieces(String source, Vocabulary vocabulary, int unknown, boolean spacePrefix) {
        this.vocabulary = vocabulary;
        this.fallback = new ByteFallback(source, vocabulary, unknown, true);
        this.spacePrefix = spacePrefix;
        this.wordByWord = isWordByWord(vocabulary);
    }

    /** Whether no piece of text reaches across the border before a word mark. */
    static boolean isWordByWord(Vocabulary vocabulary) {
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.type(id).isText() && crossesWords(vocabulary, id)) {
                return false;
            }
        }
        return true;
    }

    private static boolean crossesWords(Vocabulary vocabulary, int id) {
        int length = vocabulary.pieceLength(id);
        boolean other = false;
        for (int i = 0; i < length; i++) {
            boolean mark =
                    i + 2 < length
                            && vocabulary.pieceByte(id, i) == 0xe2
                            && vocabulary.pieceByte(id, i + 1) == 0x96
                            && vocabulary.pieceByte(id, i + 2) == 0x81;
            if (mark && other) {
                return true;
            }
            if (mark) {
                i += WordMark.LENGTH - 1;
            } else {
                other = true;
            }
        }
        return false;
    }

    @Override
    public void segment(byte[] text, int from, int to, Position position, IntSequence out) {
        byte[] escaped = WordMark.escape(text, from, to, spacePrefix);
        SymbolChain chain = new SymbolChain();
        int start = 0;
        while (start < escaped.length) {
            int end =
                    wordByWord ? WordMark.wordEnd(escaped, start, escaped.length) : escaped.length;
            word(escaped, start, end, chain, out);
            start = end;
        }
    }

    private void word(byte[] text, int from, int to, SymbolChain chain, IntSequence out) {
        chain.clear();
        for (int at = from; at < to; ) {
            int end = at + Utf8.sequenceLength(text[at]);
            chain.add(at, end, vocabulary.findText(text, at, end));
            at = end;
        }
        chain.mergeAll((symbols, left, right) -> merge(text, symbols, left, right));
        for (int symbol = 0; symbol != SymbolChain.NONE; symbol = chain.next(symbol)) {
            if (chain.token[symbol] >= 0) {
                out.add(chain.token[symbol]);
            } else {
                fallback.append(text, chain.from[symbol], chain.to[symbol], out);
            }
        }
    }

    private long merge(byte[] text, SymbolChain symbols, int left, int right) {
        int id = vocabulary.findText(text, symbols.from[left], symbols.to[right]);
        if (id < 0) {
            return -1;
        }
        return SymbolChain.merged(id, descending(vocabulary.score(id)));
    }

    /** An int that is smaller the larger the number is. */
    private static int descending(float score) {
        int bits = Float.floatToIntBits(score + 0f);
        return ~(bits ^ (bits >> 31 & Integer.MAX_VALUE));
    }
}
