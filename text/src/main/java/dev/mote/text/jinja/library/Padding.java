package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;

/** Python's methods that fill texts up. */
final class Padding {
    private Padding() {}

    /**
     * Applies {@code center}, {@code ljust}, {@code rjust}, {@code zfill} or {@code expandtabs}.
     */
    static Text apply(String method, Text text, Arguments arguments, Budget budget) {
        if (method.equals("expandtabs")) {
            long size = arguments.bind(method, "tabsize").integer("tabsize", 8);
            return expandTabs(text, size, budget);
        }
        if (method.equals("zfill")) {
            Bound bound = arguments.bind(method, "width");
            bound.require("width");
            long missing = bound.integer("width", 0) - text.length();
            int sign = text.chars().startsWith("-") || text.chars().startsWith("+") ? 1 : 0;
            return new TextBuilder(budget)
                    .append(text.substring(0, sign))
                    .append(Text.of("0"), missing)
                    .append(text.substring(sign))
                    .build();
        }
        Bound bound = arguments.bind(method, "width", "fillchar");
        bound.require("width");
        Text fill = bound.text("fillchar", " ");
        if (fill.length() != 1) {
            throw JinjaException.type("the fill character must be exactly one character long");
        }
        long width = bound.integer("width", 0);
        long missing = Math.max(0, width - text.length());
        long before =
                switch (method) {
                    case "ljust" -> 0;
                    case "rjust" -> missing;
                    default -> centered(missing, width);
                };
        return fill(text, fill, before, missing - before, budget);
    }

    /** Python's {@code center} puts an odd space to the left only if the width is odd too. */
    static long centered(long missing, long width) {
        return missing / 2 + (missing & width & 1);
    }

    static Text fill(Text text, Text fill, long before, long after, Budget budget) {
        return new TextBuilder(budget)
                .append(fill, before)
                .append(text)
                .append(fill, after)
                .build();
    }

    private static Text expandTabs(Text text, long size, Budget budget) {
        TextBuilder out = new TextBuilder(budget);
        String chars = text.chars();
        int copied = 0;
        long column = 0;
        for (int i = 0; i < chars.length(); i++) {
            char c = chars.charAt(i);
            if (c == '\t') {
                long missing = size <= 0 ? 0 : size - column % size;
                out.append(text.substring(copied, i)).append(Text.of(" "), missing);
                copied = i + 1;
                column += missing;
            } else {
                column =
                        c == '\n' || c == '\r'
                                ? 0
                                : Character.isLowSurrogate(c) ? column : column + 1;
            }
        }
        return out.append(text.substring(copied)).build();
    }
}
