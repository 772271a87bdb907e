package dev.mote.text.tokenizer;

/** A difference between token lists, for people. */
final class TokenDiff {
    private static final int CONTEXT = 6;

    private TokenDiff() {}

    static String of(String name, Tokenizer tokenizer, String text, int[] expected, int[] actual) {
        int same = 0;
        while (same < expected.length && same < actual.length && expected[same] == actual[same]) {
            same++;
        }
        int from = Math.max(0, same - CONTEXT);
        return "%s: %s%n  differs at token %d%n  expected %s%n  actual   %s"
                .formatted(
                        name,
                        escaped(text),
                        same,
                        pieces(tokenizer, expected, from, same + CONTEXT),
                        pieces(tokenizer, actual, from, same + CONTEXT));
    }

    private static String pieces(Tokenizer tokenizer, int[] ids, int from, int to) {
        StringBuilder out = new StringBuilder(from > 0 ? "... " : "");
        for (int i = from; i < Math.min(to, ids.length); i++) {
            boolean known = ids[i] >= 0 && ids[i] < tokenizer.vocabularySize();
            String piece = known ? escaped(tokenizer.piece(ids[i])) : "(no such id)";
            out.append(ids[i]).append(' ').append(piece).append("  ");
        }
        return out.append(to < ids.length ? "..." : "(end)").toString();
    }

    /** The text in quotes, with everything but printable ASCII escaped as Java would. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '"' -> out.append("\\\"");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
