package dev.mote.bundle;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Names spelt alike, by Levenshtein distance; a name that the other starts with counts as one step
 * away, since people leave off the size.
 */
final class NearNames {
    private static final int COUNT_MAX = 3;
    private static final int LENGTH_MAX = 100;

    private NearNames() {}

    static List<String> of(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (wanted.isEmpty() || wanted.length() > LENGTH_MAX) {
            return List.of();
        }
        int far = Math.max(2, wanted.length() / 3);
        record Near(String name, int distance) {}
        return known.stream()
                .map(candidate -> new Near(candidate, distance(wanted, candidate)))
                .filter(near -> near.distance() <= far)
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(COUNT_MAX)
                .map(Near::name)
                .toList();
    }

    private static int distance(String wanted, String candidate) {
        if (wanted.length() >= 3
                && (candidate.startsWith(wanted) || wanted.startsWith(candidate))) {
            return 1;
        }
        int[] row = new int[candidate.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted =
                        diagonal + (wanted.charAt(i - 1) == candidate.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[row.length - 1];
    }
}
