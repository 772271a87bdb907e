package dev.mote.text.grammar.regex;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Characters;
import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.automaton.Effort;
import dev.mote.text.grammar.regex.Regex.Branch;
import dev.mote.text.grammar.source.Repetition;
import dev.mote.text.grammar.source.SourceCursor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recursive descent over a pattern. Not thread-safe. */
final class RegexParser {
    private final SourceCursor cursor;
    private final ClassEscapes escapes;
    private final Effort effort;
    private int depth;

    RegexParser(String pattern, Effort effort) {
        this.effort = effort;
        effort.step(pattern.length());
        cursor = new SourceCursor("regex", pattern);
        escapes = new ClassEscapes(cursor, effort);
    }

    List<Branch> parse() {
        List<Branch> branches = disjunction();
        if (cursor.peek() != SourceCursor.END) {
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
        return next == SourceCursor.END || next == '|' || next == ')';
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
            case '.' -> new Characters(CharacterClasses.NOT_LINE_END);
            case '[' -> new Characters(new ClassParser(cursor, escapes, effort).parse());
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
        Optional<Expression> repeated = Repetition.behind(atom, cursor);
        if (repeated.isEmpty()) {
            return atom;
        }
        cursor.skip("?"); // lazy: finds another match, but the same texts match
        if (cursor.sees("+")) {
            throw cursor.error("possessive quantifiers are not supported");
        }
        Repetition.refuseAnother(cursor);
        return repeated.get();
    }
}
