package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.ErrorKind;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Expression.Operator;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.Numbers;
import dev.mote.text.jinja.value.Real;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Python's arithmetic, on numbers, texts and sequences. */
public final class Arithmetic {
    private Arithmetic() {}

    /** Applies an operator. */
    public static Value apply(Operator operator, Value left, Value right, Budget budget) {
        budget.step();
        // Formatting prints an undefined right side as nothing, so it comes first.
        if (operator == Operator.MODULO && left instanceof Text format) {
            return PercentFormat.format(format, right, budget);
        }
        requireDefined(left);
        requireDefined(right);
        Value sequence = onSequences(operator, left, right, budget);
        if (sequence != null) {
            return sequence;
        }
        Long leftInteger = Numbers.integer(left);
        Long rightInteger = Numbers.integer(right);
        if (leftInteger != null && rightInteger != null) {
            return onIntegers(operator, leftInteger, rightInteger);
        }
        Double leftReal = Numbers.real(left);
        Double rightReal = Numbers.real(right);
        if (leftReal != null && rightReal != null) {
            return new Real(onReals(operator, leftReal, rightReal));
        }
        throw JinjaException.type(
                "unsupported operand types for "
                        + operator.symbol()
                        + ": '"
                        + left.typeName()
                        + "' and '"
                        + right.typeName()
                        + "'");
    }

    /** A number with its sign kept or turned. */
    public static Value sign(boolean negative, Value operand) {
        requireDefined(operand);
        Long integer = Numbers.integer(operand);
        if (integer != null) {
            return new Int(negative ? exact(() -> Math.negateExact(integer)) : integer);
        }
        if (operand instanceof Real(double value)) {
            return new Real(negative ? -value : value);
        }
        throw JinjaException.type(
                "bad operand type for unary "
                        + (negative ? "-" : "+")
                        + ": '"
                        + operand.typeName()
                        + "'");
    }

    private static void requireDefined(Value value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
    }

    private static @Nullable Value onSequences(
            Operator operator, Value left, Value right, Budget budget) {
        if (operator == Operator.ADD) {
            return switch (left) {
                case Text a when right instanceof Text b -> Escape.concat(a, b, budget);
                case ListValue a when right instanceof ListValue b ->
                        new ListValue(joined(a.elements(), b.elements(), budget));
                case TupleValue a when right instanceof TupleValue b ->
                        TupleValue.of(joined(a.elements(), b.elements(), budget));
                default -> null;
            };
        }
        if (operator != Operator.MULTIPLY) {
            return null;
        }
        Long leftCount = Numbers.integer(left);
        Long rightCount = Numbers.integer(right);
        if (rightCount != null && leftCount == null) {
            return repeated(left, rightCount, budget);
        }
        return leftCount != null && rightCount == null ? repeated(right, leftCount, budget) : null;
    }

    private static List<Value> joined(List<Value> left, List<Value> right, Budget budget) {
        budget.steps((long) left.size() + right.size());
        List<Value> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    private static @Nullable Value repeated(Value value, long count, Budget budget) {
        return switch (value) {
            case Text text ->
                    new TextBuilder(budget).append(text, count).build().markup(text.isMarkup());
            case ListValue list -> new ListValue(repeated(list.elements(), count, budget));
            case TupleValue tuple -> TupleValue.of(repeated(tuple.elements(), count, budget));
            default -> null;
        };
    }

    private static List<Value> repeated(List<Value> elements, long count, Budget budget) {
        List<Value> all = new ArrayList<>();
        if (!elements.isEmpty()) {
            for (long i = 0; i < count; i++) {
                budget.steps(elements.size());
                all.addAll(elements);
            }
        }
        return all;
    }

    private static Value onIntegers(Operator operator, long left, long right) {
        return switch (operator) {
            case ADD -> new Int(exact(() -> Math.addExact(left, right)));
            case SUBTRACT -> new Int(exact(() -> Math.subtractExact(left, right)));
            case MULTIPLY -> new Int(exact(() -> Math.multiplyExact(left, right)));
            case DIVIDE -> new Real((double) left / (double) nonZero(right));
            case FLOOR_DIVIDE -> {
                nonZero(right);
                yield new Int(exact(() -> Math.floorDivExact(left, right)));
            }
            case MODULO -> {
                nonZero(right);
                yield new Int(Math.floorMod(left, right));
            }
            case POWER ->
                    right < 0
                            ? new Real(Math.pow((double) nonZero(left), (double) right))
                            : new Int(exact(() -> power(left, right)));
        };
    }

    /** At most 63 multiplications before the result leaves the range. */
    private static long power(long base, long exponent) {
        if (base == 0 || base == 1) {
            return exponent == 0 ? 1 : base;
        }
        if (base == -1) {
            return exponent % 2 == 0 ? 1 : -1;
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return result;
    }

    private static double onReals(Operator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / nonZero(right);
            case FLOOR_DIVIDE -> Math.floor(left / nonZero(right));
            case MODULO -> {
                double remainder = left % nonZero(right);
                yield remainder != 0 && remainder < 0 != right < 0 ? remainder + right : remainder;
            }
            case POWER -> Math.pow(left, right);
        };
    }

    private static long nonZero(long divisor) {
        if (divisor == 0) {
            throw JinjaException.value("division by zero");
        }
        return divisor;
    }

    private static double nonZero(double divisor) {
        if (divisor == 0) {
            throw JinjaException.value("division by zero");
        }
        return divisor;
    }

    /** Arithmetic that fails where it leaves the range. */
    static long exact(LongSupplier arithmetic) {
        try {
            return arithmetic.getAsLong();
        } catch (ArithmeticException _) {
            throw new JinjaException(ErrorKind.VALUE, "an integer leaves the range of 64 bits");
        }
    }
}
