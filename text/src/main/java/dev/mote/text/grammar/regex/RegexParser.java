package dev.mote.text.grammar.regex;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Characters;
import dev.mote.text.grammar.Expression.Repeat;
import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.regex.Regex.Branch;

import java.util.ArrayList;
import java.util.List;

/** Recursive descent over a pattern. Not thread-safe. */
final class RegexParser {
    private final RegexCursor cursor;
    private final ClassEscapes escapes;
    private int depth;

    RegexParser(String pattern) {
        cursor = new RegexCursor(pattern);
        escapes = new ClassEscapes(cursor);
    }

    List<Branch> parse() {
        List<Branch> branches = disjunction();
        if (cursor.peek() != RegexCursor.END) {
            throw cursor.error("')' without '('");
        }
        return branches;
    }

    private List<Branch> disjunction() {
        if (++depth > GrammarLimits.NESTING_MAX) {
            throw cursor.error("groups are nested more than %d deep".formatted(depth - 1));
        }
        List<Branch> branches = new ArrayList<>(alternative());
        while (cursor.skip("|")) {
            branches.addAll(alternative());
        }
        depth--;
        return branches;
    }

    /** One alternative, or those of a group that is all there is of it. */
    private List<Branch> alternative() {
        boolean atStart = false;
        while (cursor.skip("^")) {
            atStart = true;
        }
        List<Expression> parts = new ArrayList<>();
        boolean atEnd = false;
        while (!atAlternativeEnd()) {
            int place = cursor.position();
            if (cursor.skip("$")) {
                atEnd = true;
                continue;
            }
            if (atEnd) {
                throw cursor.error(place, "'$' is supported at the end of an alternative only");
            }
            if (!cursor.skip("(")) {
                parts.add(quantified(atom()));
                continue;
            }
            List<Branch> group = group();
            if (group.stream().noneMatch(Branch::isAnchored)) {
                parts.add(quantified(choice(group)));
            } else if (parts.isEmpty() && atAlternativeEnd()) {
                boolean outer = atStart;
                return group.stream()
                        .map(b -> new Branch(outer || b.atStart(), b.body(), b.atEnd()))
                        .toList();
            } else {
                throw cursor.error(
                        place, "'^' and '$' are supported at the ends of an alternative only");
            }
        }
        return List.of(new Branch(atStart, new Expression.Sequence(parts), atEnd));
    }

    private boolean atAlternativeEnd() {
        int next = cursor.peek();
        return next == RegexCursor.END || next == '|' || next == ')';
    }

    private static Expression choice(List<Branch> branches) {
        return new Expression.Choice(branches.stream().map(Branch::body).toList());
    }

    /** What is behind a bracket, the closing one included. */
    private List<Branch> group() {
        int place = cursor.position() - 1;
        if (cursor.skip("?")) {
            if (cursor.sees("=") || cursor.sees("!") || cursor.sees("<=") || cursor.sees("<!")) {
                throw cursor.error(place, "look-around is not supported");
            }
            if (cursor.skip("<")) {
                cursor.takeUntil('>');
            } else if (!cursor.skip(":")) {
                throw cursor.error(place, "flags in a pattern are not supported");
            }
        }
        List<Branch> branches = disjunction();
        if (!cursor.skip(")")) {
            throw cursor.error(place, "')' is missing for this '('");
        }
        return branches;
    }

    private Expression atom() {
        int place = cursor.position();
        int character = cursor.take();
        return switch (character) {
            case '.' -> new Characters(CharacterClasses.notLineEnd());
            case '[' -> new Characters(new ClassParser(cursor, escapes).parse());
            case '\\' -> escape(place);
            case '*', '+', '?' -> throw cursor.error(place, "there is nothing to repeat");
            case '{' -> throw cursor.error(place, "'{' repeats nothing; write '\\{' for the sign");
            case '^' ->
                    throw cursor.error(
                            place, "'^' is supported at the beginning of an alternative only");
            default -> new Characters(CodePoints.of(character));
        };
    }

    private Expression escape(int place) {
        int next = cursor.peek();
        if (next == 'b' || next == 'B') {
            throw cursor.error(place, "word boundaries are not supported");
        }
        if ((next >= '0' && next <= '9') || next == 'k') {
            throw cursor.error(place, "back references and octal escapes are not supported");
        }
        return new Characters(escapes.set(false));
    }

    private Expression quantified(Expression atom) {
        int place = cursor.position();
        Expression repeated;
        if (cursor.skip("*")) {
            repeated = Expression.many(atom);
        } else if (cursor.skip("+")) {
            repeated = new Repeat(atom, 1, Repeat.UNBOUNDED);
        } else if (cursor.skip("?")) {
            repeated = Expression.optional(atom);
        } else if (cursor.skip("{")) {
            repeated = counted(atom, place);
        } else {
            return atom;
        }
        cursor.skip("?"); // lazy: finds another match, but the same texts match
        int next = cursor.peek();
        if (next == '+') {
            throw cursor.error("possessive quantifiers are not supported");
        }
        if (next == '*' || next == '?' || next == '{') {
            throw cursor.error("a repetition is repeated; put it in a group");
        }
        return repeated;
    }

    private Expression counted(Expression atom, int place) {
        int min = number(place);
        int max = min;
        if (cursor.skip(",")) {
            max = cursor.sees("}") ? Repeat.UNBOUNDED : number(place);
        }
        if (!cursor.skip("}")) {
            throw cursor.error(place, "a repetition is written {n}, {n,} or {n,m}");
        }
        if (max != Repeat.UNBOUNDED && max < min) {
            throw cursor.error(place, "repetition {%d,%d} runs backwards".formatted(min, max));
        }
        return new Repeat(atom, min, max);
    }

    private int number(int place) {
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
            throw cursor.error(place, "a repetition is written {n}, {n,} or {n,m}");
        }
        return value;
    }
}
