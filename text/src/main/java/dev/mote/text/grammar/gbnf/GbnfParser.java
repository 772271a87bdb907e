package dev.mote.text.grammar.gbnf;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.CodePointsBuilder;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Characters;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Reference;
import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.Grammar.Rule;
import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.source.Repetition;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recursive descent over a grammar's text. Not thread-safe. */
final class GbnfParser {
    private static final String ROOT = "root";

    private final GbnfCursor cursor;
    private final Map<String, Integer> indices = new LinkedHashMap<>();
    private final Map<String, Integer> firstUse = new LinkedHashMap<>();
    private final Map<String, Expression> bodies = new LinkedHashMap<>();
    private int depth;

    GbnfParser(String text) {
        cursor = new GbnfCursor(text);
    }

    Grammar parse() {
        indices.put(ROOT, 0);
        cursor.space();
        if (cursor.sees("(*")) {
            cursor.useIso();
            cursor.space();
        }
        @Nullable String first = null;
        while (cursor.peek() != GbnfCursor.END) {
            int place = cursor.position();
            String name = cursor.name();
            if (name.isEmpty()) {
                throw cursor.error("the name of a rule is expected");
            }
            cursor.space();
            define(first == null);
            if (first == null) {
                first = name;
            }
            cursor.space();
            if (bodies.containsKey(name)) {
                throw cursor.error(place, "rule '%s' is defined twice".formatted(name));
            }
            index(name);
            bodies.put(name, alternatives());
            if (cursor.isIso()) {
                cursor.expect(";", "at the end of rule '%s'".formatted(name));
                cursor.space();
            }
        }
        if (first == null) {
            throw cursor.error("the grammar has no rules");
        }
        if (!bodies.containsKey(ROOT)) {
            if (!cursor.isIso()) {
                throw cursor.error(0, "there is no rule 'root', which says what the text is");
            }
            bodies.put(ROOT, new Reference(index(first)));
        }
        return grammar();
    }

    private void define(boolean first) {
        if (!cursor.isIso() && cursor.skip("::=")) {
            return;
        }
        if ((first || cursor.isIso()) && cursor.skip("=")) {
            cursor.useIso();
            return;
        }
        throw cursor.error(
                "'%s' is expected after the name".formatted(cursor.isIso() ? "=" : "::="));
    }

    private Grammar grammar() {
        List<Rule> rules = new ArrayList<>();
        for (String name : indices.keySet()) {
            Expression body = bodies.get(name);
            if (body == null) {
                throw cursor.error(
                        firstUse.getOrDefault(name, 0), "rule '%s' is not defined".formatted(name));
            }
            rules.add(new Rule(name, body));
        }
        return new Grammar(rules);
    }

    private int index(String name) {
        firstUse.putIfAbsent(name, cursor.position());
        Integer index = indices.get(name);
        if (index == null) {
            index = indices.size();
            if (index >= GrammarLimits.RULES_MAX) {
                throw new GrammarTooComplexException("rules", index + 1L, GrammarLimits.RULES_MAX);
            }
            indices.put(name, index);
        }
        return index;
    }

    private Expression alternatives() {
        if (++depth > GrammarLimits.NESTING_MAX) {
            throw cursor.error("groups are nested more than %d deep".formatted(depth - 1));
        }
        List<Expression> alternatives = new ArrayList<>();
        do {
            cursor.space();
            alternatives.add(sequence());
        } while (cursor.skip("|"));
        depth--;
        return alternatives.size() == 1
                ? alternatives.getFirst()
                : new Expression.Choice(alternatives);
    }

    private Expression sequence() {
        List<Expression> parts = new ArrayList<>();
        while (true) {
            cursor.space();
            Expression part = part();
            if (part == null) {
                return new Expression.Sequence(parts);
            }
            parts.add(repeated(part));
            cursor.space();
            if (cursor.isIso()) {
                cursor.skip(",");
            }
        }
    }

    /** One part, or null where a sequence ends. */
    private @Nullable Expression part() {
        int place = cursor.position();
        int next = cursor.peek();
        if (endsSequence(next)) {
            return null;
        }
        if (next == '"' || next == '\'') {
            return literal();
        }
        if (cursor.skip("(")) {
            return enclosed(")", place);
        }
        if (cursor.skip("[")) {
            return cursor.isIso()
                    ? Expression.optional(enclosed("]", place))
                    : new Characters(characterClass(place));
        }
        if (cursor.isIso() && cursor.skip("{")) {
            return Expression.many(enclosed("}", place));
        }
        if (cursor.skip(".")) {
            return new Characters(CodePoints.ALL);
        }
        return reference(place);
    }

    private boolean endsSequence(int next) {
        boolean closes = next == ')' || next == ']' || next == '}';
        if (depth == 1 && closes) {
            throw cursor.error("'%c' closes nothing".formatted(next));
        }
        return closes || next == GbnfCursor.END || next == '|' || (next == ';' && cursor.isIso());
    }

    private @Nullable Expression reference(int place) {
        String name = cursor.name();
        if (name.isEmpty()) {
            throw cursor.error(
                    "'%s' is not supported here".formatted(Character.toString(cursor.peek())));
        }
        int end = cursor.position();
        cursor.space();
        if (!cursor.isIso() && cursor.skip("::=")) {
            cursor.back(place);
            return null; // the next rule begins
        }
        cursor.back(end);
        return new Reference(index(name));
    }

    private Expression enclosed(String end, int place) {
        Expression inside = alternatives();
        if (!cursor.skip(end)) {
            throw cursor.error(place, "'%s' is missing for this bracket".formatted(end));
        }
        return inside;
    }

    private Expression literal() {
        int place = cursor.position();
        int quote = cursor.take();
        StringBuilder text = new StringBuilder();
        while (true) {
            if (cursor.peek() == GbnfCursor.END) {
                throw cursor.error(place, "the literal is not closed");
            }
            int character = cursor.take();
            if (character == quote) {
                return new Literal(text.toString());
            }
            boolean escaped = character == '\\' && !cursor.isIso();
            text.appendCodePoint(escaped ? cursor.escape() : character);
        }
    }

    private CodePoints characterClass(int place) {
        boolean negated = cursor.skip("^");
        CodePointsBuilder characters = new CodePointsBuilder();
        while (!cursor.skip("]")) {
            if (cursor.peek() == GbnfCursor.END) {
                throw cursor.error(place, "']' is missing for this '['");
            }
            int from = cursor.position();
            int first = classCharacter();
            int last = first;
            int dash = cursor.position();
            if (cursor.skip("-")) {
                if (cursor.peek() == ']') {
                    cursor.back(dash);
                } else {
                    last = classCharacter();
                }
            }
            if (last < first) {
                throw cursor.error(from, "a range goes from one character to a later one");
            }
            characters.add(first, last);
        }
        CodePoints set = characters.build();
        return negated ? set.complement() : set;
    }

    private int classCharacter() {
        int character = cursor.take();
        return character == '\\' ? cursor.escape() : character;
    }

    private Expression repeated(Expression part) {
        if (cursor.isIso()) {
            return part;
        }
        Optional<Expression> repeated = Repetition.behind(part, cursor);
        if (repeated.isPresent()) {
            Repetition.refuseAnother(cursor);
        }
        return repeated.orElse(part);
    }
}
