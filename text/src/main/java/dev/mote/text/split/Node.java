package dev.mote.text.split;

import dev.mote.format.ModelFormatException;
import dev.mote.text.vocabulary.Utf8;

import java.util.List;

/**
 * One step of a compiled {@link SplitPattern}; every node knows what follows it.
 *
 * <p>Recursion is as deep as the pattern is long and never as deep as the text: repetition is only
 * of single characters and runs in a loop.
 */
sealed interface Node {
    /** The text being matched. Not thread-safe. */
    final class Subject {
        final byte[] text;
        final int from;
        final int to;
        private long stepsLeft;

        Subject(byte[] text, int from, int to) {
            this.text = text;
            this.from = from;
            this.to = to;
            // Published patterns look at a character a few dozen times at most.
            this.stepsLeft = 1024 * (to - from + 64L);
        }

        void countSteps(int steps) {
            stepsLeft -= steps;
            if (stepsLeft < 0) {
                throw new ModelFormatException(
                        "tokenizer", "a pre-tokenizer's pattern takes too long on this text");
            }
        }
    }

    /** Where the match that continues at {@code at} ends, or -1. */
    int match(Subject subject, int at);

    /** The end of the pattern. */
    record Accept() implements Node {
        @Override
        public int match(Subject subject, int at) {
            return at;
        }
    }

    /** {@code min} to {@code max} characters of a set, as many as possible. */
    record Run(CharacterSet set, int min, int max, boolean possessive, Node next) implements Node {
        @Override
        public int match(Subject subject, int at) {
            byte[] text = subject.text;
            int end = at;
            int count = 0;
            while (count < max && end < subject.to) {
                if (!set.contains(Utf8.codePoint(text, end))) {
                    break;
                }
                end += Utf8.sequenceLength(text[end]);
                count++;
            }
            subject.countSteps(count + 1);
            if (count < min) {
                return -1;
            }
            int result = next.match(subject, end);
            while (result < 0 && count > min && !possessive) {
                end = Utf8.previous(text, end);
                count--;
                result = next.match(subject, end);
            }
            return result;
        }
    }

    /** The first alternative that leads to a match. */
    record Choice(List<Node> alternatives) implements Node {
        public Choice {
            alternatives = List.copyOf(alternatives);
        }

        @Override
        public int match(Subject subject, int at) {
            for (int i = 0; i < alternatives.size(); i++) {
                int end = alternatives.get(i).match(subject, at);
                if (end >= 0) {
                    return end;
                }
            }
            return -1;
        }
    }

    /** Whether the next character is in a set; {@code absent} asks for the opposite. */
    record Look(CharacterSet set, boolean absent, Node next) implements Node {
        @Override
        public int match(Subject subject, int at) {
            boolean present = at < subject.to && set.contains(Utf8.codePoint(subject.text, at));
            return present == absent ? -1 : next.match(subject, at);
        }
    }

    /** Start or end of the text. */
    record Border(boolean start, Node next) implements Node {
        @Override
        public int match(Subject subject, int at) {
            return at == (start ? subject.from : subject.to) ? next.match(subject, at) : -1;
        }
    }
}
