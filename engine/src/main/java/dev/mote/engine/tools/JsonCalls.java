package dev.mote.engine.tools;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Repeat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls as JSON objects with a name and arguments: one in each pair of marks, or an array of them.
 *
 * @param open before calls
 * @param close behind them
 * @param gap between the marks and an object
 * @param nameKey of the tool's name
 * @param argumentsKey of the object of arguments
 * @param numberKey of a number as text that comes first; empty for none
 * @param array whether calls come as an array
 */
record JsonCalls(
        String open,
        String close,
        String gap,
        String nameKey,
        String argumentsKey,
        String numberKey,
        boolean array)
        implements ToolFormat {
    /** An object in each pair of marks. */
    static JsonCalls each(String open, String close, String gap) {
        return new JsonCalls(open, close, gap, "name", "arguments", "", false);
    }

    /** One array between marks. */
    static JsonCalls list(String open, String close) {
        return new JsonCalls(open, close, "", "name", "arguments", "", true);
    }

    JsonCalls withKeys(String name, String arguments) {
        return new JsonCalls(open, close, gap, name, arguments, numberKey, array);
    }

    JsonCalls withNumber(String key) {
        return new JsonCalls(open, close, gap, nameKey, argumentsKey, key, array);
    }

    @Override
    public boolean parallel() {
        return array || !close.isEmpty();
    }

    @Override
    public List<String> words() {
        return List.of(open, close);
    }

    @Override
    public List<ToolCall> read(String body, List<Tool> tools) {
        Object value = ArgumentText.json(body.strip()).orElse(null);
        List<?> list =
                value instanceof List<?> several ? several : List.of(value == null ? "" : value);
        List<ToolCall> calls = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)
                    || !(map.get(nameKey) instanceof String name)
                    || !(map.get(argumentsKey) instanceof Map<?, ?> arguments)) {
                return List.of();
            }
            calls.add(ToolCall.fresh(name, arguments));
        }
        return calls;
    }

    @Override
    public Expression calls(GrammarRules rules, List<Tool> tools, int further) {
        List<Expression> each = new ArrayList<>();
        for (Tool tool : tools) {
            Expression start = new Literal("{");
            if (!numberKey.isEmpty()) {
                start =
                        Expression.sequence(
                                new Literal("{\"" + numberKey + "\": \""),
                                new Repeat(Expression.range('0', '9'), 1, 3),
                                new Literal("\", "));
            }
            String name = "\"%s\": \"%s\", \"%s\": ".formatted(nameKey, tool.name(), argumentsKey);
            each.add(
                    Expression.sequence(
                            start,
                            new Literal(name),
                            rules.arguments(tool),
                            array ? id() : Expression.EMPTY,
                            new Literal("}")));
        }
        Expression call = new Expression.Choice(each);
        if (array) {
            Expression next = Expression.sequence(new Literal(","), space(), call);
            return Expression.sequence(
                    space(),
                    new Literal("["),
                    space(),
                    GrammarRules.andFurther(call, next, further),
                    space(),
                    new Literal("]" + close));
        }
        Expression one = Expression.sequence(new Literal(gap), call, new Literal(gap + close));
        Expression next = Expression.sequence(new Literal(gap + open), one);
        return GrammarRules.andFurther(one, next, further);
    }

    /** Some models number their calls in an array; the number given back is another one. */
    private static Expression id() {
        Expression letter =
                Expression.choice(
                        Expression.range('0', '9'),
                        Expression.range('A', 'Z'),
                        Expression.range('a', 'z'));
        return Expression.optional(
                Expression.sequence(
                        new Literal(", \"id\": \""), new Repeat(letter, 1, 9), new Literal("\"")));
    }

    /** Between the parts of an array some templates break lines, others do not. */
    private static Expression space() {
        return Expression.optional(
                Expression.choice(
                        new Literal(" "),
                        Expression.sequence(
                                new Literal("\n"), new Repeat(new Literal(" "), 0, 4))));
    }
}
