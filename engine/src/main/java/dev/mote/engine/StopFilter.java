package dev.mote.engine;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Lets text through until a stop string appears, also across the borders of the pieces it comes in.
 * Text that may be the beginning of a stop string is held back until that is decided. The stop that
 * is complete first wins; of several complete in one piece, the one that begins first.
 */
final class StopFilter {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private @Nullable String matched;

    StopFilter(List<String> stops) {
        this.stops = stops;
    }

    /** Takes text and returns what is now certain not to belong to a stop string. */
    String append(String text) {
        if (matched != null) {
            return "";
        }
        held.append(text);
        int first = Integer.MAX_VALUE;
        for (String stop : stops) {
            int index = held.indexOf(stop);
            if (index >= 0 && index < first) {
                first = index;
                matched = stop;
            }
        }
        return release(matched == null ? held.length() - heldBack() : first, matched != null);
    }

    /** Returns what was held back: there is no more text. */
    String finish() {
        return release(held.length(), true);
    }

    /** The stop string that appeared, or null. */
    @Nullable String matched() {
        return matched;
    }

    private String release(int length, boolean dropRest) {
        String released = held.substring(0, length);
        held.delete(0, dropRest ? held.length() : length);
        return released;
    }

    /** Length of the longest end of the held text that a stop string begins with. */
    private int heldBack() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
                if (stop.startsWith(held.substring(held.length() - n))) {
                    longest = n;
                }
            }
        }
        return longest;
    }
}
