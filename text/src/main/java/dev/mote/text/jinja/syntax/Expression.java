package dev.mote.text.jinja.syntax;

import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** An expression; every node knows its line, counted from 1. */
public sealed interface Expression {
    /** Where it stands. */
    int line();

    /** A value written out. */
    record Literal(Value value, int line) implements Expression {}

    /** A variable. */
    record Name(String name, int line) implements Expression {}

    /** {@code [a, b]}. */
    record ListLiteral(List<Expression> elements, int line) implements Expression {}

    /** {@code (a, b)}. */
    record TupleLiteral(List<Expression> elements, int line) implements Expression {}

    /** {@code {a: b}}, keys and values in parallel. */
    record DictLiteral(List<Expression> keys, List<Expression> values, int line)
            implements Expression {}

    /** {@code target.name}. */
    record Attribute(Expression target, String name, int line) implements Expression {}

    /** {@code target[index]}. */
    record Subscript(Expression target, Expression index, int line) implements Expression {}

    /** {@code target[start:stop:step]}. */
    record Slice(
            Expression target,
            @Nullable Expression start,
            @Nullable Expression stop,
            @Nullable Expression step,
            int line)
            implements Expression {}

    /** {@code -operand} or {@code +operand}. */
    record Sign(boolean negative, Expression operand, int line) implements Expression {}

    /** Arithmetic. */
    record Binary(Operator operator, Expression left, Expression right, int line)
            implements Expression {}

    /** {@code a ~ b ~ c}. */
    record Concat(List<Expression> parts, int line) implements Expression {}

    /** {@code left and right}. */
    record And(Expression left, Expression right, int line) implements Expression {}

    /** {@code left or right}. */
    record Or(Expression left, Expression right, int line) implements Expression {}

    /** {@code not operand}. */
    record Not(Expression operand, int line) implements Expression {}

    /** {@code first < a <= b}, a chain. */
    record Comparison(Expression first, List<Link> links, int line) implements Expression {}

    /** {@code value if condition else otherwise}. */
    record Conditional(
            Expression condition, Expression value, @Nullable Expression otherwise, int line)
            implements Expression {}

    /** {@code target | filter}. */
    record Filtered(Expression target, FilterCall filter, int line) implements Expression {}

    /** {@code target is test} or {@code is not}. */
    record Tested(
            Expression target, String test, CallArguments arguments, boolean negated, int line)
            implements Expression {}

    /** {@code callee(arguments)}. */
    record Call(Expression callee, CallArguments arguments, int line) implements Expression {}

    /** One step of a comparison. */
    record Link(Comparator comparator, Expression right) {}

    /** A filter with its arguments. */
    record FilterCall(String name, CallArguments arguments, int line) {}

    /** {@code name=value} in a call. */
    record Keyword(String name, Expression value) {}

    /** What a call passes. */
    record CallArguments(
            List<Expression> positional,
            List<Keyword> keywords,
            @Nullable Expression spread,
            @Nullable Expression keywordSpread) {
        /** Nothing. */
        public static final CallArguments NONE =
                new CallArguments(List.of(), List.of(), null, null);
    }

    /** Arithmetic operators. */
    enum Operator {
        /** Sum or concatenation. */
        ADD("+"),
        /** Difference. */
        SUBTRACT("-"),
        /** Product or repetition. */
        MULTIPLY("*"),
        /** Quotient, always a floating-point number. */
        DIVIDE("/"),
        /** Quotient rounded down. */
        FLOOR_DIVIDE("//"),
        /** Remainder with the divisor's sign, or formatting. */
        MODULO("%"),
        /** Power. */
        POWER("**");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** As templates write it. */
        public String symbol() {
            return symbol;
        }
    }

    /** Comparison operators. */
    enum Comparator {
        /** Equality. */
        EQUAL("=="),
        /** Its opposite. */
        NOT_EQUAL("!="),
        /** Order. */
        LESS("<"),
        /** Order. */
        LESS_OR_EQUAL("<="),
        /** Order. */
        GREATER(">"),
        /** Order. */
        GREATER_OR_EQUAL(">="),
        /** Membership. */
        IN("in"),
        /** Its opposite. */
        NOT_IN("not in");

        private final String symbol;

        Comparator(String symbol) {
            this.symbol = symbol;
        }

        /** As templates write it. */
        public String symbol() {
            return symbol;
        }
    }
}
