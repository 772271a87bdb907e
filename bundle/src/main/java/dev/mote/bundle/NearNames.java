package dev.mote.bundle;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Names spelt alike: few letters are missing, too many, other ones or exchanged with their
 * neighbours (optimal string alignment). A name that the other starts with counts as one step away,
 * since people leave off the size.
 */
public final class NearNames {
    private static final int COUNT_MAX = 3;
    private static final int LENGTH_MAX = 100;

    private NearNames() {}

    /**
     * Up to three of the known names, best first.
     *
     * @param name as somebody wrote it
     * @param known in lower case
     */
    public static List<String> of(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (wanted.isEmpty() || wanted.length() > LENGTH_MAX) {
            return List.of();
        }
        int far = wanted.length() < 4 ? 1 : Math.max(2, wanted.length() / 3);
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
                && candidate.length() >= 3
                && (candidate.startsWith(wanted) || wanted.startsWith(candidate))) {
            return 1;
        }
        int columns = candidate.length() + 1;
        int[] before = new int[columns]; // row i - 2
        int[] above = new int[columns]; // row i - 1
        int[] row = new int[columns];
        for (int j = 0; j < columns; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int[] spare = before;
            before = above;
            above = row;
            row = spare;
            row[0] = i;
            for (int j = 1; j < columns; j++) {
                boolean same = wanted.charAt(i - 1) == candidate.charAt(j - 1);
                row[j] =
                        Math.min(above[j - 1] + (same ? 0 : 1), Math.min(above[j], row[j - 1]) + 1);
                boolean exchanged =
                        i > 1
                                && j > 1
                                && wanted.charAt(i - 1) == candidate.charAt(j - 2)
                                && wanted.charAt(i - 2) == candidate.charAt(j - 1);
                if (exchanged) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
        }
        return row[columns - 1];
    }
}
