package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Expression.Comparator;
import dev.mote.text.jinja.syntax.Expression.Operator;
import dev.mote.text.jinja.value.Bool;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Callable;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Numbers;
import dev.mote.text.jinja.value.RangeValue;
import dev.mote.text.jinja.value.Real;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Truth;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import java.util.HashMap;
import java.util.Map;

/**
 * All tests by name.
 *
 * @see <a href="https://jinja.palletsprojects.com/en/stable/templates/#list-of-builtin-tests">List
 *     of Builtin Tests</a>
 */
public final class Tests {
    /** The tests. */
    public static final Map<String, Predicate> ALL = all();

    /** A test without arguments. */
    private interface Plain {
        boolean holds(Value value);
    }

    private Tests() {}

    private static Map<String, Predicate> all() {
        Map<String, Predicate> all = new HashMap<>();
        addTypes(all);
        addNumbers(all);
        addComparisons(all);
        all.put(
                "filter",
                (_, value, _) -> value instanceof Text n && Filters.ALL.containsKey(n.chars()));
        all.put("test", (_, value, _) -> value instanceof Text n && all.containsKey(n.chars()));
        all.put("lower", (context, value, _) -> cased(value, "islower", context.budget()));
        all.put("upper", (context, value, _) -> cased(value, "isupper", context.budget()));
        all.put("escaped", plain(value -> value instanceof Text text && text.isMarkup()));
        return Map.copyOf(all);
    }

    private static void addTypes(Map<String, Predicate> all) {
        all.put("defined", plain(value -> !(value instanceof Undefined)));
        all.put("undefined", plain(value -> value instanceof Undefined));
        all.put("none", plain(value -> value instanceof None));
        all.put("boolean", plain(value -> value instanceof Bool));
        all.put("true", plain(value -> value == Bool.TRUE));
        all.put("false", plain(value -> value == Bool.FALSE));
        all.put("integer", plain(value -> value instanceof Int));
        all.put("float", plain(value -> value instanceof Real));
        all.put("number", plain(value -> Numbers.real(value) != null));
        all.put("string", plain(value -> value instanceof Text));
        all.put("mapping", plain(value -> value instanceof DictValue));
        all.put("iterable", plain(Iteration::isIterable));
        all.put("sequence", plain(Tests::isSequence));
        all.put("callable", plain(value -> value instanceof Callable));
    }

    private static void addNumbers(Map<String, Predicate> all) {
        all.put("odd", (context, value, _) -> Truth.of(remainder(value, new Int(2), context)));
        all.put("even", (context, value, _) -> !Truth.of(remainder(value, new Int(2), context)));
        all.put(
                "divisibleby",
                (context, value, arguments) ->
                        !Truth.of(
                                remainder(
                                        value,
                                        arguments.bind("divisibleby", "num").require("num"),
                                        context)));
    }

    private static void addComparisons(Map<String, Predicate> all) {
        comparison(all, Comparator.EQUAL, "==", "eq", "equalto");
        comparison(all, Comparator.NOT_EQUAL, "!=", "ne");
        comparison(all, Comparator.GREATER, ">", "gt", "greaterthan");
        comparison(all, Comparator.GREATER_OR_EQUAL, ">=", "ge");
        comparison(all, Comparator.LESS, "<", "lt", "lessthan");
        comparison(all, Comparator.LESS_OR_EQUAL, "<=", "le");
        comparison(all, Comparator.IN, "in");
        all.put(
                "sameas",
                (_, value, arguments) ->
                        value.equals(arguments.bind("sameas", "other").require("other")));
    }

    private static void comparison(
            Map<String, Predicate> all, Comparator comparator, String... names) {
        for (String name : names) {
            all.put(
                    name,
                    (context, value, arguments) ->
                            Comparisons.holds(
                                    comparator,
                                    value,
                                    arguments.bind(name, "other").require("other"),
                                    context.budget()));
        }
    }

    private static Predicate plain(Plain test) {
        return (_, value, arguments) -> {
            arguments.bind("the test");
            return test.holds(value);
        };
    }

    /** Whether it has a length and elements by key; an undefined value passes in Jinja2 too. */
    private static boolean isSequence(Value value) {
        return switch (value) {
            case ListValue _, TupleValue _, DictValue _, RangeValue _, Text _, Undefined _ -> true;
            default -> false;
        };
    }

    private static Value remainder(Value value, Value divisor, CallContext context) {
        if (value instanceof Text) {
            throw JinjaException.type("a number is required, not str");
        }
        return Arithmetic.apply(Operator.MODULO, value, divisor, context.budget());
    }

    private static boolean cased(Value value, String question, Budget budget) {
        return TextQueries.holds(Repr.str(value, budget).chars(), question);
    }
}
