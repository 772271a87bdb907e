package dev.mote.text.split;

import dev.mote.text.vocabulary.Utf8;

import java.util.List;

/** Cuts a text into words in stages, each cutting the words of the one before. Thread-safe. */
public final class Splitter {
    private final List<Stage> stages;

    /** Cuts by stages in order; none leaves the text whole. */
    public Splitter(List<Stage> stages) {
        this.stages = List.copyOf(stages);
    }

    /** Stages that keep matches and what lies between them, as most tokenizers do. */
    public static Splitter isolating(String... expressions) {
        return new Splitter(
                List.of(expressions).stream()
                        .map(e -> new Stage(SplitPattern.compile(e), Keep.ALL))
                        .toList());
    }

    /** What becomes of matches and of the text between them. */
    public enum Keep {
        /** Both are words. */
        ALL,
        /** Matches are words; the rest is dropped. */
        MATCHES,
        /** Matches are dropped; the rest is words. */
        GAPS,
        /** A match ends the word before it. */
        MATCH_JOINS_PREVIOUS
    }

    /** One cut. */
    public record Stage(SplitPattern pattern, Keep keep) {}

    /** Receives words in the order of the text. */
    @FunctionalInterface
    public interface Words {
        /** Takes the word [from, to). */
        void word(int from, int to);
    }

    /** Cuts the range [from, to) of well-formed UTF-8. */
    public void split(byte[] text, int from, int to, Words words) {
        split(text, from, to, 0, words);
    }

    private void split(byte[] text, int from, int to, int stageIndex, Words words) {
        if (stageIndex == stages.size()) {
            if (to > from) {
                words.word(from, to);
            }
            return;
        }
        Stage stage = stages.get(stageIndex);
        Node.Subject subject = stage.pattern.subject(text, from, to);
        int gap = from;
        int at = from;
        while (at < to) {
            int end = stage.pattern.match(subject, at);
            if (end <= at) {
                at += Utf8.sequenceLength(text[at]);
                continue;
            }
            if (stage.keep == Keep.MATCH_JOINS_PREVIOUS) {
                split(text, gap, end, stageIndex + 1, words);
            } else {
                if (stage.keep != Keep.MATCHES && at > gap) {
                    split(text, gap, at, stageIndex + 1, words);
                }
                if (stage.keep != Keep.GAPS) {
                    split(text, at, end, stageIndex + 1, words);
                }
            }
            at = end;
            gap = end;
        }
        if (stage.keep != Keep.MATCHES && to > gap) {
            split(text, gap, to, stageIndex + 1, words);
        }
    }
}
