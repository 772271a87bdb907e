package dev.mote.text.tokenizer;

import dev.mote.text.segment.Segmenter.Position;
import dev.mote.text.vocabulary.IntSequence;
import dev.mote.text.vocabulary.SpecialTokens.Fragments;
import dev.mote.text.vocabulary.Utf8;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokenizer of every family: special tokens first, then the family's algorithm between them.
 */
final class VocabularyTokenizer implements Tokenizer {
    private static final int[] NOTHING_TRUSTED = {};

    private final TokenRules rules;

    VocabularyTokenizer(TokenRules rules) {
        this.rules = rules;
    }

    @Override
    public int vocabularySize() {
        return rules.vocabulary().size();
    }

    @Override
    public int[] encode(String text, Special special) {
        byte[] bytes = Utf8.encode(text);
        boolean parse = special == Special.PARSE || special == Special.ADD_AND_PARSE;
        boolean add = special == Special.ADD || special == Special.ADD_AND_PARSE;
        int[] trusted = parse ? new int[] {0, bytes.length} : NOTHING_TRUSTED;
        Fragments fragments = rules.specials().cut(bytes, trusted);
        return encode(bytes, fragments, add, add);
    }

    @Override
    public int[] encode(List<TextSpan> spans, boolean addSpecial) {
        StringBuilder text = new StringBuilder();
        spans.forEach(span -> text.append(span.text()));
        String whole = text.toString();
        byte[] bytes = Utf8.encode(whole);
        Fragments fragments = rules.specials().cut(bytes, trustedRanges(whole, spans));
        boolean begun =
                fragments.count() > 0
                        && !rules.prefix().isEmpty()
                        && fragments.token(0) == rules.prefix().getFirst();
        return encode(bytes, fragments, addSpecial && !begun, addSpecial);
    }

    /**
     * The byte ranges of neighbouring trusted spans; a pair of surrogates cut by a border is not.
     */
    private static int[] trustedRanges(String whole, List<TextSpan> spans) {
        IntSequence ranges = new IntSequence(2 * spans.size());
        int start = 0;
        int end = 0;
        int startBytes = 0;
        for (int i = 0; i <= spans.size(); i++) {
            if (i < spans.size() && spans.get(i).trusted()) {
                end += spans.get(i).text().length();
                continue;
            }
            int trustedFrom = start + (splitsPair(whole, start) ? 1 : 0);
            int trustedTo = end - (splitsPair(whole, end) ? 1 : 0);
            if (trustedTo > trustedFrom) {
                int from = startBytes + Utf8.length(whole.substring(start, trustedFrom));
                ranges.add(from);
                ranges.add(from + Utf8.length(whole.substring(trustedFrom, trustedTo)));
            }
            if (i < spans.size()) {
                end += spans.get(i).text().length();
                startBytes = Utf8.length(whole.substring(0, end));
                start = end;
            }
        }
        return ranges.toArray();
    }

    private static boolean splitsPair(String text, int index) {
        return index > 0
                && index < text.length()
                && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    }

    private int[] encode(byte[] text, Fragments fragments, boolean prefix, boolean suffix) {
        IntSequence out = new IntSequence(16 + text.length / 3);
        if (prefix) {
            rules.prefix().forEach(out::add);
        }
        for (int i = 0; i < fragments.count(); i++) {
            if (fragments.token(i) >= 0) {
                out.add(fragments.token(i));
            } else {
                Position position = i == 0 ? Position.FIRST : Position.AFTER_SPECIAL;
                rules.segmenter().segment(text, fragments.from(i), fragments.to(i), position, out);
            }
        }
        if (suffix) {
            rules.suffix().forEach(out::add);
        }
        return out.toArray();
    }

    @Override
    public byte[] bytes(int token, boolean renderSpecial) {
        Objects.checkIndex(token, vocabularySize());
        return rules.spelling().bytes(rules.vocabulary(), token, renderSpecial);
    }

    @Override
    public String decode(int[] tokens, boolean renderSpecial) {
        Detokenizer detokenizer = new PieceDetokenizer(this, rules, renderSpecial);
        StringBuilder text = new StringBuilder(tokens.length * 4);
        for (int token : tokens) {
            text.append(detokenizer.append(token));
        }
        return text.append(detokenizer.finish()).toString();
    }

    @Override
    public Detokenizer detokenizer() {
        return new PieceDetokenizer(this, rules, false);
    }

    @Override
    public String piece(int token) {
        Objects.checkIndex(token, vocabularySize());
        return rules.vocabulary().piece(token);
    }

    @Override
    public OptionalInt id(String piece) {
        int id = rules.vocabulary().find(piece);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public boolean isSpecial(int token) {
        Objects.checkIndex(token, vocabularySize());
        return rules.vocabulary().type(token).isSpecial();
    }

    @Override
    public OptionalInt bos() {
        return rules.bos();
    }

    @Override
    public OptionalInt eos() {
        return rules.eos();
    }

    @Override
    public Set<Integer> endOfGeneration() {
        return rules.endOfGeneration();
    }
}
