package dev.mote.text.segment;

import dev.mote.text.split.Splitter;
import dev.mote.text.vocabulary.IntSequence;
import dev.mote.text.vocabulary.Utf8;
import dev.mote.text.vocabulary.Vocabulary;

/**
 * BPE over characters with a list of merges: SentencePiece's pieces, spaces spelled U+2581, merged
 * in order of rank; characters without a piece become bytes. Gemma 4 stores its tokenizer so, and
 * so do {@code tokenizer.json} files made from SentencePiece models.
 */
public final class CharacterBpe implements Segmenter {
    /** When a space is put before a text. */
    public enum SpacePrefix {
        /** Never. */
        NEVER,
        /** Only where the whole text begins. */
        FIRST,
        /** Where the text begins and after every special token. */
        ALWAYS
    }

    private final Vocabulary vocabulary;
    private final MergeTable merges;
    private final Splitter splitter;
    private final ByteFallback fallback;
    private final SpacePrefix spacePrefix;
    private final boolean wholeWordsFirst;
    private final boolean newlineRunsFirst;
    private final boolean wordByWord;

    /**
     * Prepares the algorithm.
     *
     * @param splitter cuts the text, already with U+2581 for spaces, before any merge
     * @param fallback ids of characters the vocabulary lacks
     * @param wholeWordsFirst whether a cut that is a piece is taken whatever the merges say
     * @param newlineRunsFirst the same for cuts of newlines only
     */
    CharacterBpe(
            Vocabulary vocabulary,
            MergeTable merges,
            Splitter splitter,
            ByteFallback fallback,
            SpacePrefix spacePrefix,
            boolean wholeWordsFirst,
            boolean newlineRunsFirst) {
        this.vocabulary = vocabulary;
        this.merges = merges;
        this.splitter = splitter;
        this.fallback = fallback;
        this.spacePrefix = spacePrefix;
        this.wholeWordsFirst = wholeWordsFirst;
        this.newlineRunsFirst = newlineRunsFirst;
        this.wordByWord = !wholeWordsFirst && ScoredPieces.isWordByWord(vocabulary);
    }

    /** As Gemma 4 has it: no space prefix, lines and runs of newlines apart. */
    public static CharacterBpe gemma4(
            String source, Vocabulary vocabulary, MergeTable merges, int unknown) {
        return new CharacterBpe(
                vocabulary,
                merges,
                Splitter.isolating("[^\\n]+|[\\n]+"),
                new ByteFallback(source, vocabulary, unknown, true),
                SpacePrefix.NEVER,
                false,
                true);
    }

    /** As {@code tokenizer.json} describes it. */
    public static CharacterBpe of(
            String source,
            Vocabulary vocabulary,
            MergeTable merges,
            Splitter splitter,
            int unknown,
            boolean byteFallback,
            SpacePrefix spacePrefix,
            boolean wholeWordsFirst) {
        return new CharacterBpe(
                vocabulary,
                merges,
                splitter,
                new ByteFallback(source, vocabulary, unknown, byteFallback),
                spacePrefix,
                wholeWordsFirst,
                false);
    }

    @Override
    public void segment(byte[] text, int from, int to, Position position, IntSequence out) {
        boolean prefix =
                spacePrefix == SpacePrefix.ALWAYS
                        || (spacePrefix == SpacePrefix.FIRST && position == Position.FIRST);
        byte[] escaped = WordMark.escape(text, from, to, prefix);
        RankedMerges word = new RankedMerges(merges);
        IntSequence pieces = new IntSequence(64);
        splitter.split(
                escaped,
                0,
                escaped.length,
                (a, b) -> {
                    if (isPiece(escaped, a, b)) {
                        out.add(vocabulary.findText(escaped, a, b));
                        return;
                    }
                    for (int start = a; start < b; ) {
                        int end = wordByWord ? WordMark.wordEnd(escaped, start, b) : b;
                        word(escaped, start, end, word, pieces, out);
                        start = end;
                    }
                });
    }

    private boolean isPiece(byte[] text, int from, int to) {
        return (wholeWordsFirst || (newlineRunsFirst && text[from] == '\n'))
                && vocabulary.findText(text, from, to) >= 0;
    }

    private void word(
            byte[] text, int from, int to, RankedMerges word, IntSequence pieces, IntSequence out) {
        word.clear();
        for (int at = from; at < to; ) {
            int end = at + Utf8.sequenceLength(text[at]);
            int token = vocabulary.findText(text, at, end);
            // A character without a piece is remembered by its place, as a negative number.
            word.add(token >= 0 ? token : -1 - (at - from));
            at = end;
        }
        pieces.truncate(0);
        word.mergeInto(pieces);
        for (int i = 0; i < pieces.size(); i++) {
            int symbol = pieces.get(i);
            if (symbol >= 0) {
                out.add(symbol);
            } else {
                int at = from + (-1 - symbol);
                fallback.append(text, at, at + Utf8.sequenceLength(text[at]), out);
            }
        }
    }
}
