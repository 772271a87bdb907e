package dev.mote.text.jinja.library;

import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Compare;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Value;

import java.util.Comparator;
import java.util.Locale;

/** Orders in which filters sort. */
final class Ordering {
    private Ordering() {}

    /** Python's own order. */
    static Comparator<Value> plain(CallContext context, boolean reverse) {
        return (left, right) ->
                reverse
                        ? Compare.order(right, left, "<", context.budget())
                        : Compare.order(left, right, "<", context.budget());
    }

    /** What stands for a value when case is ignored. */
    static Value folded(Value value, boolean caseSensitive) {
        return value instanceof Text text && !caseSensitive
                ? text.map(chars -> chars.toLowerCase(Locale.ROOT))
                : value;
    }
}
