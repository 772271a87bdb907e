package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.GrammarSyntaxException;
import dev.mote.text.grammar.automaton.Dfa;
import dev.mote.text.grammar.automaton.Effort;
import dev.mote.text.grammar.automaton.ExpressionNfa;
import dev.mote.text.grammar.regex.Regex;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The patterns and formats of one schema as automata over characters, each made once. */
final class TextAutomata {
    private final Effort effort;
    private final Map<String, Dfa> patterns = new HashMap<>();
    private final Map<String, Optional<Dfa>> formats = new HashMap<>();

    TextAutomata(Effort effort) {
        this.effort = effort;
    }

    /** The texts in which a pattern is found. */
    Dfa pattern(SchemaNode node, String pattern) {
        Dfa known = patterns.get(pattern);
        if (known != null) {
            return known;
        }
        try {
            Dfa made = ExpressionNfa.characters(Regex.found(pattern, effort), effort);
            patterns.put(pattern, made);
            return made;
        } catch (GrammarSyntaxException malformed) {
            throw node.refusal("pattern", "cannot be enforced: " + malformed.getMessage());
        }
    }

    /** The texts of a format, or nothing if it says nothing about text. */
    Optional<Dfa> format(SchemaNode node, String format) {
        Optional<Dfa> known = formats.get(format);
        if (known == null) {
            Expression meant = Formats.text(node, format);
            known =
                    meant == null
                            ? Optional.empty()
                            : Optional.of(ExpressionNfa.characters(meant, effort));
            formats.put(format, known);
        }
        return known;
    }

    /** Whether a pattern is found in a text. */
    boolean matches(SchemaNode node, String pattern, String text) {
        effort.step(text.length() + 1L);
        return pattern(node, pattern).accepts(text);
    }

    /** Whether a text has a format. */
    boolean hasFormat(SchemaNode node, String format, String text) {
        effort.step(text.length() + 1L);
        return format(node, format).map(texts -> texts.accepts(text)).orElse(true);
    }
}
