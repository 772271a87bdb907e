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

/**
 * The grammar of answers that call tools: each call has the name of a tool and arguments that its
 * schema allows.
 */
final class CallGrammar {
    private static final int CALLS_MAX = 16;

    private final ToolFormat format;
    private final List<Grammar.Rule> rules = new ArrayList<>();
    private final Expression call;

    /**
     * Of these tools.
     *
     * @throws ToolException if a schema cannot be enforced
     */
    CallGrammar(ToolFormat format, List<Tool> tools) {
        this.format = format;
        rules.add(new Grammar.Rule("root", Expression.EMPTY)); // set at the end
        List<Expression> calls = new ArrayList<>();
        for (Tool tool : tools) {
            String start =
                    "{\"name\": \"%s\", \"%s\": ".formatted(tool.name(), format.argumentsKey());
            calls.add(Expression.sequence(new Literal(start), arguments(tool), new Literal("}")));
        }
        call = new Expression.Choice(calls);
    }

    private Expression arguments(Tool tool) {
        Map<String, @Nullable Object> schema = tool.parameters();
        if (schema.isEmpty()) {
            return new Literal("{}");
        }
        try {
            Grammar grammar = JsonSchema.parse(JsonText.of(schema));
            int shift = rules.size();
            for (Grammar.Rule rule : grammar.rules()) {
                rules.add(new Grammar.Rule(rule.name(), shifted(rule.body(), shift)));
            }
            return new Reference(shift);
        } catch (UnsupportedSchemaException e) {
            throw unsupported(tool, e);
        } catch (GrammarException e) {
            throw unsupported(tool, e);
        }
    }

    private static ToolException unsupported(Tool tool, RuntimeException reason) {
        return ToolException.ofTools(
                Problem.UNSUPPORTED_SCHEMA,
                "tool '%s': %s".formatted(tool.name(), reason.getMessage()));
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

    /** Calls and nothing else. */
    Grammar required(boolean parallel) {
        return withRoot(calls(parallel, format.open()));
    }

    /** As {@link #required}, but the opening is in the prompt already. */
    Grammar opened(boolean parallel) {
        return withRoot(calls(parallel, ""));
    }

    /** Text as the model likes, and then calls or none. */
    Grammar optional(boolean parallel) {
        if (format.open().isEmpty()) {
            Expression space = Expression.many(Expression.anyOf(" \n"));
            Expression text =
                    Expression.sequence(
                            new Expression.Characters(without("{ \n")),
                            Expression.many(new Expression.Characters(CodePoints.ALL)));
            return withRoot(
                    Expression.sequence(
                            space,
                            Expression.choice(
                                    Expression.EMPTY, text, calls(parallel, format.open()))));
        }
        return withRoot(
                Expression.sequence(
                        textWithout(format.open()),
                        Expression.optional(calls(parallel, format.open()))));
    }

    private Grammar withRoot(Expression root) {
        List<Grammar.Rule> all = new ArrayList<>(rules);
        all.set(0, new Grammar.Rule("root", root));
        return new Grammar(all);
    }

    private Expression calls(boolean parallel, String open) {
        int further = parallel && format.parallel() ? CALLS_MAX - 1 : 0;
        if (format.list()) {
            return Expression.sequence(
                    new Literal(open),
                    new Repeat(new Literal(" "), 0, 1),
                    new Literal("["),
                    call,
                    new Repeat(Expression.sequence(new Literal(", "), call), 0, further),
                    new Literal("]"));
        }
        if (format.close().isEmpty()) {
            return call;
        }
        Expression one =
                Expression.sequence(
                        new Literal(format.open() + "\n"),
                        call,
                        new Literal("\n" + format.close()));
        return Expression.sequence(
                one, new Repeat(Expression.sequence(new Literal("\n"), one), 0, further));
    }

    /**
     * Any text in which a word does not occur: an automaton that counts how much of the word the
     * text ends with (Knuth, Morris, Pratt 1977), without the step that completes it.
     */
    private static Expression textWithout(String word) {
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

    private static CodePoints without(String characters) {
        return CodePoints.of(characters).complement();
    }
}
