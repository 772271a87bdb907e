package dev.mote.text.jinja.value;

import dev.mote.text.jinja.Budget;

import java.util.Arrays;

/**
 * Puts texts together, keeping the origin of every character and charging for all of them.
 *
 * <p>The result is not marked safe. Not thread-safe.
 */
public final class TextBuilder {
    private final Budget budget;
    private final StringBuilder chars = new StringBuilder();
    private int[] untrusted = Ranges.NONE;
    private int rangesSize;

    /** An empty builder. */
    public TextBuilder(Budget budget) {
        this.budget = budget;
    }

    /** Adds a text. */
    public TextBuilder append(Text text) {
        reserve(text.size());
        int offset = chars.length();
        int[] ranges = text.untrustedRanges();
        for (int i = 0; i < ranges.length; i += 2) {
            mark(offset + ranges[i], offset + ranges[i + 1]);
        }
        chars.append(text.chars());
        return this;
    }

    /** Adds trusted characters. */
    public TextBuilder append(String trusted) {
        reserve(trusted.length());
        chars.append(trusted);
        return this;
    }

    /** Adds characters of one origin. */
    public TextBuilder append(String text, boolean trusted) {
        reserve(text.length());
        if (!trusted && !text.isEmpty()) {
            mark(chars.length(), chars.length() + text.length());
        }
        chars.append(text);
        return this;
    }

    /** Adds a text several times. */
    public TextBuilder append(Text text, long times) {
        if (times <= 0 || text.isEmpty()) {
            return this;
        }
        // Both factors are checked before their product, which then cannot overflow.
        budget.checkLength(times);
        long total = times * text.size();
        budget.checkLength(chars.length() + total);
        int[] ranges = text.untrustedRanges();
        boolean untrustedAll = ranges.length == 2 && ranges[1] - ranges[0] == text.size();
        if (ranges.length == 0 || untrustedAll) {
            return append(text.chars().repeat((int) times), ranges.length == 0);
        }
        for (long i = 0; i < times; i++) {
            append(text);
        }
        return this;
    }

    /** Number of UTF-16 units so far. */
    public int size() {
        return chars.length();
    }

    /** The text so far. */
    public Text build() {
        return rangesSize == 0
                ? Text.of(chars.toString())
                : new Text(chars.toString(), Arrays.copyOf(untrusted, rangesSize), false);
    }

    private void reserve(int count) {
        budget.checkLength((long) chars.length() + count);
        budget.produce(count);
    }

    private void mark(int start, int end) {
        if (rangesSize > 0 && untrusted[rangesSize - 1] == start) {
            untrusted[rangesSize - 1] = end;
            return;
        }
        if (rangesSize == untrusted.length) {
            // A range costs eight bytes, so it is charged like the characters it might be.
            budget.produce(4);
            untrusted = Arrays.copyOf(untrusted, Math.max(8, rangesSize * 2));
        }
        untrusted[rangesSize++] = start;
        untrusted[rangesSize++] = end;
    }
}
