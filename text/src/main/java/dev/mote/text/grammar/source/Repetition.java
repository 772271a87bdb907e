package dev.mote.text.grammar.source;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Repeat;
import dev.mote.text.grammar.GrammarLimits;

import java.util.Optional;

/** The signs of repetition behind a part: {@code * + ? {n} {n,} {n,m}}. */
public final class Repetition {
    private static final String FORM = "a repetition is written {n}, {n,} or {n,m}";

    private Repetition() {}

    /** A part as often as the sign behind it says, or nothing where there is no sign. */
    public static Optional<Expression> behind(Expression part, SourceCursor cursor) {
        int place = cursor.position();
        if (cursor.skip("*")) {
            return Optional.of(Expression.many(part));
        }
        if (cursor.skip("+")) {
            return Optional.of(new Repeat(part, 1, Repeat.UNBOUNDED));
        }
        if (cursor.skip("?")) {
            return Optional.of(Expression.optional(part));
        }
        return cursor.skip("{") ? Optional.of(counted(part, cursor, place)) : Optional.empty();
    }

    /**
     * Refuses a second sign. It would say nothing that a group does not, and a row of them would
     * nest without a bracket that limits on nesting could see.
     */
    public static void refuseAnother(SourceCursor cursor) {
        int next = cursor.peek();
        if (next == '*' || next == '+' || next == '?' || next == '{') {
            throw cursor.error("a repetition is repeated; put it in a group");
        }
    }

    private static Expression counted(Expression part, SourceCursor cursor, int place) {
        int min = number(cursor, place);
        int max = min;
        if (cursor.skip(",")) {
            max = cursor.sees("}") ? Repeat.UNBOUNDED : number(cursor, place);
        }
        if (!cursor.skip("}")) {
            throw cursor.error(place, FORM);
        }
        if (max != Repeat.UNBOUNDED && max < min) {
            throw cursor.error(place, "repetition {%d,%d} runs backwards".formatted(min, max));
        }
        return new Repeat(part, min, max);
    }

    private static int number(SourceCursor cursor, int place) {
        int value = 0;
        int digits = 0;
        while (cursor.peek() >= '0' && cursor.peek() <= '9') {
            value = 10 * value + (cursor.take() - '0');
            digits++;
            if (value > GrammarLimits.REPETITIONS_MAX) {
                throw cursor.error(
                        place,
                        "more than %d repetitions are not supported"
                                .formatted(GrammarLimits.REPETITIONS_MAX));
            }
        }
        if (digits == 0) {
            throw cursor.error(place, FORM);
        }
        return value;
    }
}
