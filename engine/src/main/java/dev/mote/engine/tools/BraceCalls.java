package dev.mote.engine.tools;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Repeat;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calls as a name and an object without quotes around its keys, strings between marks: {@code
 * f{city:<|"|>Rome<|"|>,days:3}}.
 *
 * @param open before a call
 * @param close behind it
 * @param quote around strings, which cannot contain it
 */
record BraceCalls(String open, String close, String quote) implements ToolFormat {
    private static final Set<String> ANNOTATIONS =
            Set.of("type", "title", "description", "default", "examples", "nullable");

    @Override
    public List<String> words() {
        return List.of(open, close, quote);
    }

    @Override
    public List<ToolCall> read(String body, List<Tool> tools) {
        Reader reader = new Reader(body);
        try {
            String name = reader.name();
            reader.need("{");
            ToolCall call = ToolCall.fresh(name, reader.object("}"));
            reader.skipSpace();
            return reader.at == body.length() ? List.of(call) : List.of();
        } catch (LiteralReader.UnreadableException e) { // then it is what the model has said
            return List.of();
        }
    }

    private final class Reader extends LiteralReader {
        Reader(String text) {
            super(text);
        }

        @Override
        @Nullable String string() {
            if (!text.startsWith(quote, at)) {
                return null;
            }
            int from = at + quote.length();
            int end = text.indexOf(quote, from);
            if (end < 0) {
                throw new UnreadableException();
            }
            at = end + quote.length();
            return text.substring(from, end);
        }

        @Override
        String key() {
            String key = string();
            return key == null ? name() : key;
        }
    }

    @Override
    public Expression calls(GrammarRules rules, List<Tool> tools, int further) {
        List<Expression> each = new ArrayList<>();
        for (Tool tool : tools) {
            each.add(Expression.sequence(new Literal(tool.name()), object(rules, tool)));
        }
        Expression one = Expression.sequence(new Expression.Choice(each), new Literal(close));
        return GrammarRules.andFurther(one, Expression.sequence(new Literal(open), one), further);
    }

    private Expression object(GrammarRules rules, Tool tool) {
        List<Parameter> parameters = Parameter.of(tool);
        List<Expression> entries = new ArrayList<>();
        for (Parameter parameter : parameters) {
            entries.add(
                    Expression.sequence(
                            new Literal(parameter.name() + ":"), value(rules, tool, parameter)));
        }
        return Expression.sequence(
                new Literal("{"),
                GrammarRules.entries(entries, Parameter.required(parameters), new Literal(",")),
                new Literal("}"));
    }

    private Expression value(GrammarRules rules, Tool tool, Parameter parameter) {
        Map<String, @Nullable Object> schema = parameter.schema();
        if (ArgumentText.isText(schema)) {
            List<String> texts = parameter.texts(tool);
            Expression text =
                    texts.isEmpty()
                            ? GrammarRules.textWithout(quote)
                            : new Expression.Choice(
                                    texts.stream().<Expression>map(Literal::new).toList());
            return Expression.sequence(new Literal(quote), text, new Literal(quote));
        }
        return switch (String.valueOf(schema.get("type"))) {
            case "integer", "number", "boolean", "null" -> rules.json(tool, schema);
            case "array" -> {
                only(tool, parameter, Set.of("items", "$defs", "definitions"));
                Expression item = value(rules, tool, inner(parameter, schema.get("items")));
                Expression next = Expression.sequence(new Literal(","), item);
                yield Expression.sequence(
                        new Literal("["),
                        Expression.optional(
                                Expression.sequence(item, new Repeat(next, 0, Repeat.UNBOUNDED))),
                        new Literal("]"));
            }
            case "object" -> object(rules, new Tool(tool.name(), "", schema));
            default ->
                    throw GrammarRules.unsupported(
                            tool,
                            "'%s' needs one plain type to be enforced for this model"
                                    .formatted(parameter.name()));
        };
    }

    private static void only(Tool tool, Parameter parameter, Set<String> keywords) {
        for (String keyword : parameter.schema().keySet()) {
            if (!keywords.contains(keyword) && !ANNOTATIONS.contains(keyword)) {
                throw GrammarRules.unsupported(
                        tool,
                        "'%s' of '%s' cannot be enforced for this model"
                                .formatted(keyword, parameter.name()));
            }
        }
    }

    private static Parameter inner(Parameter parameter, @Nullable Object schema) {
        Map<String, @Nullable Object> items = new LinkedHashMap<>();
        if (schema instanceof Map<?, ?> map) {
            map.forEach((key, value) -> items.put(String.valueOf(key), value));
        }
        return new Parameter(parameter.name(), items, true);
    }
}
