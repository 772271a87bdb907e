package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

/** Escaping for HTML, and joining with texts that were marked safe from it. */
public final class Escape {
    private Escape() {}

    /** The value as text that is safe in HTML; what is marked safe already stays as it is. */
    public static Text escape(Value value, Budget budget) {
        Text text = Repr.str(value, budget);
        return text.isMarkup() ? text : forced(text, budget);
    }

    /** The text with everything escaped, marked or not. */
    static Text forced(Text text, Budget budget) {
        String chars = text.chars();
        TextBuilder out = new TextBuilder(budget);
        int copied = 0;
        for (int i = 0; i < chars.length(); i++) {
            String entity = entity(chars.charAt(i));
            if (entity != null) {
                boolean trusted = text.substring(i, i + 1).isTrusted();
                out.append(text.substring(copied, i)).append(entity, trusted);
                copied = i + 1;
            }
        }
        return out.append(text.substring(copied)).build().markup(true);
    }

    /** Two texts together: where one is marked safe, the other is escaped. */
    public static Text concat(Text left, Text right, Budget budget) {
        boolean markup = left.isMarkup() || right.isMarkup();
        Text first = markup ? escape(left, budget) : left;
        Text second = markup ? escape(right, budget) : right;
        return new TextBuilder(budget).append(first).append(second).build().markup(markup);
    }

    private static @Nullable String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '\'' -> "&#39;";
            case '"' -> "&#34;";
            default -> null;
        };
    }
}
