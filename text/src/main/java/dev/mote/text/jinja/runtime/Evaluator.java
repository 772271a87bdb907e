package dev.mote.text.jinja.runtime;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.library.Arithmetic;
import dev.mote.text.jinja.library.Comparisons;
import dev.mote.text.jinja.library.Functions;
import dev.mote.text.jinja.library.Members;
import dev.mote.text.jinja.syntax.Expression;
import dev.mote.text.jinja.syntax.Expression.CallArguments;
import dev.mote.text.jinja.syntax.Expression.FilterCall;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bool;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Callable;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.Truth;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes expressions. */
final class Evaluator {
    private final CallContext context;
    private final Budget budget;

    Evaluator(CallContext context) {
        this.context = context;
        this.budget = context.budget();
    }

    /** The value of an expression; errors learn its line here. */
    Value evaluate(Expression expression, Scope scope) {
        budget.step();
        budget.enter();
        try {
            return switch (expression) {
                case Expression.Literal literal -> literal.value();
                case Expression.Name name -> name(name.name(), scope);
                case Expression.ListLiteral list -> new ListValue(all(list.elements(), scope));
                case Expression.TupleLiteral tuple -> TupleValue.of(all(tuple.elements(), scope));
                case Expression.DictLiteral dict -> dict(dict, scope);
                case Expression.Attribute attribute ->
                        Members.attribute(evaluate(attribute.target(), scope), attribute.name());
                case Expression.Subscript subscript ->
                        Members.item(
                                evaluate(subscript.target(), scope),
                                evaluate(subscript.index(), scope),
                                budget);
                case Expression.Slice slice -> slice(slice, scope);
                case Expression.Sign sign ->
                        Arithmetic.sign(sign.negative(), evaluate(sign.operand(), scope));
                case Expression.Binary binary ->
                        Arithmetic.apply(
                                binary.operator(),
                                evaluate(binary.left(), scope),
                                evaluate(binary.right(), scope),
                                budget);
                case Expression.Concat concat -> concat(concat.parts(), scope);
                case Expression.And and -> {
                    Value left = evaluate(and.left(), scope);
                    yield Truth.of(left) ? evaluate(and.right(), scope) : left;
                }
                case Expression.Or or -> {
                    Value left = evaluate(or.left(), scope);
                    yield Truth.of(left) ? left : evaluate(or.right(), scope);
                }
                case Expression.Not not -> Bool.of(!Truth.of(evaluate(not.operand(), scope)));
                case Expression.Comparison comparison -> comparison(comparison, scope);
                case Expression.Conditional conditional -> conditional(conditional, scope);
                case Expression.Filtered filtered ->
                        filter(evaluate(filtered.target(), scope), filtered.filter(), scope);
                case Expression.Tested tested -> {
                    Value target = evaluate(tested.target(), scope);
                    Arguments arguments = arguments(tested.arguments(), scope);
                    boolean holds = context.test(tested.test(), target, arguments);
                    yield Bool.of(holds != tested.negated());
                }
                case Expression.Call call ->
                        call(evaluate(call.callee(), scope), arguments(call.arguments(), scope));
            };
        } catch (JinjaException e) {
            throw e.at(expression.line());
        } finally {
            budget.leave();
        }
    }

    private static Value name(String name, Scope scope) {
        Value value = scope.find(name);
        if (value == null) {
            value = Functions.ALL.get(name);
        }
        return value == null ? Undefined.name(name) : value;
    }

    private List<Value> all(List<Expression> expressions, Scope scope) {
        List<Value> values = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private Value dict(Expression.DictLiteral literal, Scope scope) {
        DictValue dict = new DictValue();
        for (int i = 0; i < literal.keys().size(); i++) {
            Value key = evaluate(literal.keys().get(i), scope);
            dict.put(key, evaluate(literal.values().get(i), scope));
        }
        return dict;
    }

    private Value slice(Expression.Slice slice, Scope scope) {
        return Members.slice(
                evaluate(slice.target(), scope),
                orNone(slice.start(), scope),
                orNone(slice.stop(), scope),
                orNone(slice.step(), scope),
                budget);
    }

    private Value orNone(@Nullable Expression expression, Scope scope) {
        return expression == null ? None.NONE : evaluate(expression, scope);
    }

    private Value concat(List<Expression> parts, Scope scope) {
        TextBuilder text = new TextBuilder(budget);
        for (Expression part : parts) {
            text.append(Repr.str(evaluate(part, scope), budget));
        }
        return text.build();
    }

    private Value comparison(Expression.Comparison comparison, Scope scope) {
        Value left = evaluate(comparison.first(), scope);
        for (Expression.Link link : comparison.links()) {
            Value right = evaluate(link.right(), scope);
            if (!Comparisons.holds(link.comparator(), left, right, budget)) {
                return Bool.FALSE;
            }
            left = right;
        }
        return Bool.TRUE;
    }

    private Value conditional(Expression.Conditional conditional, Scope scope) {
        if (Truth.of(evaluate(conditional.condition(), scope))) {
            return evaluate(conditional.value(), scope);
        }
        return conditional.otherwise() == null
                ? new Undefined("the condition is false and there is no 'else' for its value")
                : evaluate(conditional.otherwise(), scope);
    }

    /** Applies a filter as it stands in the template. */
    Value filter(Value target, FilterCall filter, Scope scope) {
        return context.filter(filter.name(), target, arguments(filter.arguments(), scope));
    }

    /** Calls a value. */
    Value call(Value callee, Arguments arguments) {
        return switch (callee) {
            case Callable callable -> callable.call(context, arguments);
            case Undefined undefined -> throw undefined.failure();
            default ->
                    throw JinjaException.type("'" + callee.typeName() + "' object is not callable");
        };
    }

    /** What a call passes. */
    Arguments arguments(CallArguments written, Scope scope) {
        if (written.equals(CallArguments.NONE)) {
            return Arguments.NONE;
        }
        List<Value> positional = all(written.positional(), scope);
        if (written.spread() != null) {
            positional.addAll(Iteration.of(evaluate(written.spread(), scope), budget));
        }
        Map<String, Value> named = new LinkedHashMap<>();
        for (Expression.Keyword keyword : written.keywords()) {
            named.put(keyword.name(), evaluate(keyword.value(), scope));
        }
        if (written.keywordSpread() != null) {
            spread(evaluate(written.keywordSpread(), scope), named);
        }
        return new Arguments(positional, named);
    }

    private static void spread(Value value, Map<String, Value> named) {
        if (!(value instanceof DictValue dict)) {
            throw JinjaException.type("the argument behind ** must be a mapping");
        }
        dict.forEach((key, each) -> {
            if (!(key instanceof Text name)) {
                throw JinjaException.type("keywords must be strings");
            }
            named.put(name.chars(), each);
        });
    }
}
