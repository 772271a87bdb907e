package dev.mote.engine.tools;

import dev.mote.engine.tools.ToolException.Problem;
import dev.mote.format.json.JsonText;
import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Edge;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Reference;
import dev.mote.text.grammar.Expression.Repeat;
import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.GrammarException;
import dev.mote.text.grammar.UnsupportedSchemaException;
import dev.mote.text.grammar.schema.JsonSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of a grammar of calls while it is put together, and expressions that forms share. */
final class GrammarRules {
    private final List<Grammar.Rule> rules = new ArrayList<>();

    GrammarRules() {
        rules.add(new Grammar.Rule("root", Expression.EMPTY)); // set at the end
    }

    /** The grammar with these rules and a root. */
    Grammar withRoot(Expression root) {
        List<Grammar.Rule> all = new ArrayList<>(rules);
        all.set(0, new Grammar.Rule("root", root));
        return new Grammar(all);
    }

    /** All arguments of a tool as a JSON object. */
    Expression arguments(Tool tool) {
        return tool.parameters().isEmpty() ? new Literal("{}") : json(tool, tool.parameters());
    }

    /**
     * JSON that a schema allows.
     *
     * @throws ToolException naming the tool if the schema cannot be enforced
     */
    Expression json(Tool tool, Map<String, @Nullable Object> schema) {
        try {
            return all(JsonSchema.parse(JsonText.of(schema)));
        } catch (UnsupportedSchemaException e) {
            throw unsupported(tool, String.valueOf(e.getMessage()));
        } catch (GrammarException e) {
            throw unsupported(tool, String.valueOf(e.getMessage()));
        }
    }

    /** What another grammar says, its rules among these. */
    Expression all(Grammar grammar) {
        int shift = rules.size();
        for (Grammar.Rule rule : grammar.rules()) {
            rules.add(new Grammar.Rule(rule.name(), shifted(rule.body(), shift)));
        }
        return new Reference(shift);
    }

    /** The refusal of a tool's schema. */
    static ToolException unsupported(Tool tool, String reason) {
        return ToolException.ofTools(
                Problem.UNSUPPORTED_SCHEMA, "tool '%s': %s".formatted(tool.name(), reason));
    }

    private static Expression shifted(Expression expression, int by) {
        return switch (expression) {
            case Expression.Characters characters -> characters;
            case Literal literal -> literal;
            case Expression.Sequence sequence ->
                    new Expression.Sequence(shifted(sequence.parts(), by));
            case Expression.Choice choice ->
                    new Expression.Choice(shifted(choice.alternatives(), by));
            case Repeat repeat ->
                    new Repeat(shifted(repeat.body(), by), repeat.min(), repeat.max());
            case Reference reference -> new Reference(reference.rule() + by);
            case Expression.Graph graph ->
                    new Expression.Graph(
                            graph.states(),
                            graph.edges().stream()
                                    .map(edge ->
                                            new Edge(
                                                    edge.from(),
                                                    shifted(edge.label(), by),
                                                    edge.to()))
                                    .toList(),
                            graph.accepting());
        };
    }

    private static List<Expression> shifted(List<Expression> list, int by) {
        return list.stream().map(expression -> shifted(expression, by)).toList();
    }

    /** An expression, and up to some more of another one. */
    static Expression andFurther(Expression first, Expression next, int further) {
        return further == 0 ? first : Expression.sequence(first, new Repeat(next, 0, further));
    }

    /**
     * Some of the entries in their order, with a separator between them.
     *
     * @param entries what is written
     * @param required those that must be there, by index
     */
    static Expression entries(
            List<Expression> entries, Set<Integer> required, Expression separator) {
        int n = entries.size();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < n; i++) { // state i before any was written, n + 1 + i after
            Expression entry = entries.get(i);
            edges.add(new Edge(i, entry, n + 2 + i));
            edges.add(new Edge(n + 1 + i, Expression.sequence(separator, entry), n + 2 + i));
            if (!required.contains(i)) {
                edges.add(new Edge(i, Expression.EMPTY, i + 1));
                edges.add(new Edge(n + 1 + i, Expression.EMPTY, n + 2 + i));
            }
        }
        return new Expression.Graph(2 * n + 2, edges, Set.of(n, 2 * n + 1));
    }

    /**
     * Any text in which a word does not occur: an automaton that counts how much of the word the
     * text ends with (Knuth, Morris, Pratt 1977), without the step that completes it.
     */
    static Expression textWithout(String word) {
        List<Edge> edges = new ArrayList<>();
        Set<Integer> states = new HashSet<>();
        for (int state = 0; state < word.length(); state++) {
            states.add(state);
            Set<Character> known = new HashSet<>();
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (known.add(c)) {
                    int next = longestEnd(word.substring(0, state) + c, word);
                    if (next < word.length()) {
                        edges.add(new Edge(state, new Literal(String.valueOf(c)), next));
                    }
                }
            }
            edges.add(new Edge(state, new Expression.Characters(without(word)), 0));
        }
        return new Expression.Graph(word.length(), edges, states);
    }

    /** The longest start of a word that a text ends with. */
    private static int longestEnd(String text, String word) {
        int length = Math.min(text.length(), word.length());
        while (!text.endsWith(word.substring(0, length))) {
            length--;
        }
        return length;
    }

    /** Every character but those of a text. */
    static CodePoints without(String characters) {
        return CodePoints.of(characters).complement();
    }
}
