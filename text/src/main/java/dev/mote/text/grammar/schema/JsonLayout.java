package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.CodePoints;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Expression.Literal;
import dev.mote.text.grammar.Expression.Reference;
import dev.mote.text.grammar.Expression.Repeat;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How JSON is laid out: brackets, commas, names, white space between them. White space is bounded:
 * nothing, a space, or a line break with an indentation.
 */
final class JsonLayout {
    private static final int INDENTATION_MAX = 20;
    private static final int PLAIN_SCALE_MAX = 30;

    private final RuleBook rules;

    JsonLayout(RuleBook rules) {
        this.rules = rules;
    }

    /** White space, as much as is allowed in one place. */
    Expression space() {
        return new Reference(
                rules.shared(
                        "space",
                        () ->
                                Expression.choice(
                                        Expression.EMPTY,
                                        new Literal(" "),
                                        Expression.sequence(
                                                new Literal("\n"),
                                                new Repeat(
                                                        Expression.anyOf(" \t"),
                                                        0,
                                                        INDENTATION_MAX)))));
    }

    /** Behind a bracket that opens, before the first part. */
    Expression first(Expression part) {
        return Expression.sequence(space(), part);
    }

    /** Between two parts. */
    Expression next(Expression part) {
        return Expression.sequence(new Literal(","), space(), part);
    }

    /** Before a bracket that closes. */
    Expression close(String bracket) {
        return Expression.sequence(space(), new Literal(bracket));
    }

    /** A name and what belongs to it. */
    Expression pair(Expression name, Expression value) {
        return Expression.sequence(name, new Literal(":"), space(), value);
    }

    static Expression string(String text) {
        return new Literal("\"" + JsonCharacters.text(text) + "\"");
    }

    /** Exactly one value. */
    Expression constant(@Nullable Object value) {
        return switch (value) {
            case null -> new Literal("null");
            case BigDecimal number -> new Literal(text(number));
            case String text -> string(text);
            case List<?> list -> {
                List<Expression> parts = new ArrayList<>(List.of(new Literal("[")));
                for (Object element : list) {
                    Expression part = constant(element);
                    parts.add(parts.size() == 1 ? first(part) : next(part));
                }
                parts.add(close("]"));
                yield new Expression.Sequence(parts);
            }
            case Map<?, ?> map -> {
                List<Expression> parts = new ArrayList<>(List.of(new Literal("{")));
                map.forEach((name, element) -> {
                    Expression part = pair(string(String.valueOf(name)), constant(element));
                    parts.add(parts.size() == 1 ? first(part) : next(part));
                });
                parts.add(close("}"));
                yield new Expression.Sequence(parts);
            }
            default -> new Literal(value.toString()); // true or false
        };
    }

    private static String text(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return Math.abs((long) plain.scale()) <= PLAIN_SCALE_MAX
                ? plain.toPlainString()
                : plain.toString();
    }

    /** Any string. */
    Expression anyString() {
        Expression character =
                new Reference(
                        rules.shared(CodePoints.ALL, () -> JsonCharacters.any(CodePoints.ALL)));
        return Expression.sequence(
                new Literal("\""), Expression.many(character), new Literal("\""));
    }
}
