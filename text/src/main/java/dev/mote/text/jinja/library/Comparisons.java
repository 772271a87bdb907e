package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Expression.Comparator;
import dev.mote.text.jinja.value.Compare;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.Real;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

/** The comparison operators. */
public final class Comparisons {
    private Comparisons() {}

    /** Whether a comparison holds. */
    public static boolean holds(Comparator comparator, Value left, Value right, Budget budget) {
        return switch (comparator) {
            case EQUAL -> Compare.equal(left, right, budget);
            case NOT_EQUAL -> !Compare.equal(left, right, budget);
            case IN -> contains(right, left, budget);
            case NOT_IN -> !contains(right, left, budget);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    ordered(comparator, left, right, budget);
        };
    }

    private static boolean ordered(Comparator comparator, Value left, Value right, Budget budget) {
        int order = Compare.order(left, right, comparator.symbol(), budget);
        if (isNaN(left) || isNaN(right)) {
            return false;
        }
        return switch (comparator) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    private static boolean isNaN(Value value) {
        return value instanceof Real(double number) && Double.isNaN(number);
    }

    private static boolean contains(Value container, Value element, Budget budget) {
        if (container instanceof Text text) {
            if (element instanceof Undefined undefined) {
                throw undefined.failure();
            }
            if (!(element instanceof Text part)) {
                throw JinjaException.type(
                        "'in <string>' requires a string on its left, not " + element.typeName());
            }
            budget.scan(text.size());
            return text.indexOf(part.chars(), 0) >= 0;
        }
        if (container instanceof DictValue dict) {
            return dict.get(element) != null;
        }
        if (!Iteration.isIterable(container)) {
            throw JinjaException.type(
                    "argument of type '" + container.typeName() + "' is not iterable");
        }
        for (Value each : Iteration.of(container, budget)) {
            if (Compare.equal(each, element, budget)) {
                return true;
            }
        }
        return false;
    }
}
