package dev.mote.engine.tools;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Literal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A list of calls as Python writes them, with arguments by name: {@code [f(city="Rome", days=3)]}.
 * Strings stand in double quotes, whose escapes JSON and Python share, or, without escapes, in
 * single ones.
 *
 * @param open before the list
 * @param close behind it
 */
record PythonCalls(String open, String close) implements ToolFormat {
    /** Of a schema that allows every string. */
    private static final Set<String> PLAIN =
            Set.of("type", "title", "description", "default", "examples", "$defs", "definitions");

    @Override
    public List<String> words() {
        return List.of(open, close);
    }

    @Override
    public List<ToolCall> read(String body, List<Tool> tools) {
        return new PythonReader(body).calls();
    }

    @Override
    public Expression calls(GrammarRules rules, List<Tool> tools, int further) {
        List<Expression> each = new ArrayList<>();
        for (Tool tool : tools) {
            List<Parameter> parameters = Parameter.of(tool);
            List<Expression> entries = new ArrayList<>();
            for (Parameter parameter : parameters) {
                entries.add(
                        Expression.sequence(
                                new Literal(parameter.name() + "="),
                                value(rules, tool, parameter)));
            }
            each.add(
                    Expression.sequence(
                            new Literal(tool.name() + "("),
                            GrammarRules.entries(
                                    entries, Parameter.required(parameters), new Literal(", ")),
                            new Literal(")")));
        }
        Expression call = new Expression.Choice(each);
        Expression next = Expression.sequence(new Literal(", "), call);
        return Expression.sequence(
                new Literal("["),
                GrammarRules.andFurther(call, next, further),
                new Literal("]" + close));
    }

    private static Expression value(GrammarRules rules, Tool tool, Parameter parameter) {
        if ("boolean".equals(parameter.schema().get("type"))) {
            return Expression.choice(new Literal("True"), new Literal("False"));
        }
        Expression json = rules.json(tool, parameter.schema());
        boolean anyText =
                ArgumentText.isText(parameter.schema())
                        && parameter.schema().keySet().stream().allMatch(PLAIN::contains);
        return anyText
                ? Expression.choice(
                        json,
                        Expression.sequence(
                                new Literal("'"),
                                Expression.many(
                                        new Expression.Characters(GrammarRules.without("'\\\n"))),
                                new Literal("'")))
                : json;
    }
}
