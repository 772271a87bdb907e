package dev.mote.text.grammar.regex;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.CodePointsBuilder;
import dev.mote.text.grammar.automaton.Effort;
import dev.mote.text.grammar.source.SourceCursor;

/** Reads a character class, behind its opening bracket. Not thread-safe. */
final class ClassParser {
    private static final int RANGE_STEPS = 8; // for sorting

    private final SourceCursor cursor;
    private final ClassEscapes escapes;
    private final Effort effort;

    ClassParser(SourceCursor cursor, ClassEscapes escapes, Effort effort) {
        this.cursor = cursor;
        this.escapes = escapes;
        this.effort = effort;
    }

    CodePoints parse() {
        int place = cursor.position() - 1;
        boolean negated = cursor.skip("^");
        CodePointsBuilder items = new CodePointsBuilder();
        while (!cursor.skip("]")) {
            if (cursor.peek() == SourceCursor.END) {
                throw cursor.error(place, "']' is missing for this '['");
            }
            if (cursor.sees("[") || cursor.sees("&&")) {
                throw cursor.error(
                        "'[' and '&&' mean different things in a class; write them with '\\'");
            }
            CodePoints item = item(negated);
            effort.step(RANGE_STEPS * (long) item.rangeCount());
            items.add(item);
        }
        CodePoints set = items.build();
        effort.parts(set.rangeCount());
        return negated ? set.complement() : set;
    }

    private CodePoints item(boolean negated) {
        int place = cursor.position();
        CodePoints first = element(negated);
        int dash = cursor.position();
        if (!cursor.skip("-")) {
            return first;
        }
        if (cursor.sees("]")) {
            cursor.back(dash);
            return first;
        }
        CodePoints last = element(negated);
        if (!isOne(first) || !isOne(last) || first.first(0) > last.first(0)) {
            throw cursor.error(place, "a range goes from one character to a later one");
        }
        return CodePoints.range(first.first(0), last.first(0));
    }

    private static boolean isOne(CodePoints set) {
        return set.rangeCount() == 1 && set.first(0) == set.last(0);
    }

    private CodePoints element(boolean negated) {
        if (!cursor.skip("\\")) {
            return CodePoints.of(cursor.take());
        }
        if (cursor.skip("b")) {
            return CodePoints.of('\b');
        }
        return escapes.set(negated);
    }
}
