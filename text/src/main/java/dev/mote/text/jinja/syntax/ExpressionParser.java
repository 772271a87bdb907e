package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.syntax.Expression.And;
import dev.mote.text.jinja.syntax.Expression.Binary;
import dev.mote.text.jinja.syntax.Expression.Comparator;
import dev.mote.text.jinja.syntax.Expression.Comparison;
import dev.mote.text.jinja.syntax.Expression.Concat;
import dev.mote.text.jinja.syntax.Expression.Conditional;
import dev.mote.text.jinja.syntax.Expression.Link;
import dev.mote.text.jinja.syntax.Expression.Not;
import dev.mote.text.jinja.syntax.Expression.Operator;
import dev.mote.text.jinja.syntax.Expression.Or;
import dev.mote.text.jinja.syntax.Expression.TupleLiteral;
import dev.mote.text.jinja.syntax.Token.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Parses expressions; one method for each level of precedence, loosest first.
 *
 * <p>The levels are Jinja2's: conditional, or, and, not, comparison, {@code + -}, {@code ~}, {@code
 * * / // %}, {@code **} (to the left, unlike Python's), sign, and what {@link OperandParser} takes.
 */
final class ExpressionParser {
    private final TokenStream stream;
    private final Vocabulary vocabulary;
    private final OperandParser operands;

    ExpressionParser(TokenStream stream, Vocabulary vocabulary) {
        this.stream = stream;
        this.vocabulary = vocabulary;
        this.operands = new OperandParser(stream, vocabulary, this);
    }

    OperandParser operands() {
        return operands;
    }

    /** Any expression but an unparenthesised tuple. */
    Expression expression() {
        stream.enter();
        int unknownBefore = vocabulary.unknownCount();
        Expression value = or();
        while (stream.isName("if")) {
            int line = stream.next().line();
            Expression condition = or();
            Expression otherwise = stream.skipName("else") ? expression() : null;
            value = new Conditional(condition, value, otherwise, line);
            vocabulary.forgive(unknownBefore);
        }
        stream.leave();
        return value;
    }

    /** An expression, or several with commas, which make a tuple. */
    Expression tuple() {
        return tuple(true, () -> false, false);
    }

    /** What a {@code for} walks through: no conditional, since {@code if} begins its filter. */
    Expression iterable() {
        return tuple(false, () -> stream.isName("recursive"), false);
    }

    Expression tuple(boolean conditionals, BooleanSupplier ends, boolean parenthesised) {
        int line = stream.line();
        List<Expression> elements = new ArrayList<>();
        boolean isTuple = false;
        while (!tupleEnds(ends)) {
            elements.add(conditionals ? expression() : or());
            if (!stream.skipOperator(",")) {
                break;
            }
            isTuple = true;
        }
        if (!isTuple) {
            if (!elements.isEmpty()) {
                return elements.getFirst();
            }
            if (!parenthesised) {
                throw stream.unexpected("an expression");
            }
        }
        return new TupleLiteral(List.copyOf(elements), line);
    }

    private boolean tupleEnds(BooleanSupplier ends) {
        Kind kind = stream.current().kind();
        return kind == Kind.OUTPUT_END
                || kind == Kind.BLOCK_END
                || stream.isOperator(")")
                || ends.getAsBoolean();
    }

    private Expression or() {
        Expression left = and();
        while (stream.isName("or")) {
            int line = stream.next().line();
            left = new Or(left, and(), line);
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (stream.isName("and")) {
            int line = stream.next().line();
            left = new And(left, not(), line);
        }
        return left;
    }

    private Expression not() {
        if (!stream.isName("not")) {
            return comparison();
        }
        stream.enter();
        int line = stream.next().line();
        Expression operand = not();
        stream.leave();
        return new Not(operand, line);
    }

    private Expression comparison() {
        int line = stream.line();
        Expression first = sum();
        List<Link> links = new ArrayList<>();
        for (Comparator comparator = comparator(); comparator != null; comparator = comparator()) {
            links.add(new Link(comparator, sum()));
        }
        return links.isEmpty() ? first : new Comparison(first, List.copyOf(links), line);
    }

    /** The comparator that stands next, left behind, or null. */
    private @Nullable Comparator comparator() {
        Token token = stream.current();
        if (token.isName("not") && stream.following().isName("in")) {
            stream.next();
            stream.next();
            return Comparator.NOT_IN;
        }
        if (token.kind() != Kind.OPERATOR && !token.isName("in")) {
            return null;
        }
        for (Comparator comparator : Comparator.values()) {
            if (comparator.symbol().equals(token.text())) {
                stream.next();
                return comparator;
            }
        }
        return null;
    }

    private Expression sum() {
        Expression left = concat();
        while (true) {
            int line = stream.line();
            if (stream.skipOperator("+")) {
                left = new Binary(Operator.ADD, left, concat(), line);
            } else if (stream.skipOperator("-")) {
                left = new Binary(Operator.SUBTRACT, left, concat(), line);
            } else {
                return left;
            }
        }
    }

    private Expression concat() {
        int line = stream.line();
        Expression first = product();
        if (!stream.isOperator("~")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>();
        parts.add(first);
        while (stream.skipOperator("~")) {
            parts.add(product());
        }
        return new Concat(List.copyOf(parts), line);
    }

    private Expression product() {
        Expression left = power();
        while (true) {
            int line = stream.line();
            if (stream.skipOperator("*")) {
                left = new Binary(Operator.MULTIPLY, left, power(), line);
            } else if (stream.skipOperator("/")) {
                left = new Binary(Operator.DIVIDE, left, power(), line);
            } else if (stream.skipOperator("//")) {
                left = new Binary(Operator.FLOOR_DIVIDE, left, power(), line);
            } else if (stream.skipOperator("%")) {
                left = new Binary(Operator.MODULO, left, power(), line);
            } else {
                return left;
            }
        }
    }

    private Expression power() {
        Expression left = operands.signed(true);
        while (stream.isOperator("**")) {
            int line = stream.next().line();
            left = new Binary(Operator.POWER, left, operands.signed(true), line);
        }
        return left;
    }
}
