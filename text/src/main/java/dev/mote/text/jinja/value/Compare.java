package dev.mote.text.jinja.value;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;

import java.util.List;

/** Python's equality and order. */
public final class Compare {
    private Compare() {}

    /** Whether two values are equal. */
    public static boolean equal(Value left, Value right, Budget budget) {
        budget.step();
        if (left instanceof Text a && right instanceof Text b) {
            budget.scan(a.size() == b.size() ? a.size() : 0);
            return a.equals(b);
        }
        Double leftNumber = Numbers.real(left);
        Double rightNumber = Numbers.real(right);
        if (leftNumber != null && rightNumber != null) {
            return order(left, leftNumber, right, rightNumber) == 0;
        }
        return switch (left) {
            case ListValue list when right instanceof ListValue other ->
                    equal(list.elements(), other.elements(), budget);
            case TupleValue tuple when right instanceof TupleValue other ->
                    equal(tuple.elements(), other.elements(), budget);
            case DictValue dict when right instanceof DictValue other -> equal(dict, other, budget);
            case Undefined _ when right instanceof Undefined -> true;
            case None _, RangeValue _, DictView _ -> left.equals(right);
            default -> left.equals(right);
        };
    }

    /**
     * Order of two values: negative, zero or positive.
     *
     * @param operator what the template wrote, for the message
     * @throws JinjaException if they have no order
     */
    public static int order(Value left, Value right, String operator, Budget budget) {
        budget.step();
        if (left instanceof Text a && right instanceof Text b) {
            budget.scan(Math.min(a.size(), b.size()));
            return order(a.chars(), b.chars());
        }
        Double leftNumber = Numbers.real(left);
        Double rightNumber = Numbers.real(right);
        if (leftNumber != null && rightNumber != null) {
            return order(left, leftNumber, right, rightNumber);
        }
        if (left instanceof ListValue a && right instanceof ListValue b) {
            return order(a.elements(), b.elements(), operator, budget);
        }
        if (left instanceof TupleValue a && right instanceof TupleValue b) {
            return order(a.elements(), b.elements(), operator, budget);
        }
        if (left instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (right instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw JinjaException.type(
                "'"
                        + operator
                        + "' not supported between instances of '"
                        + left.typeName()
                        + "' and '"
                        + right.typeName()
                        + "'");
    }

    /** Order by code points, where Java's own is by UTF-16 units. */
    private static int order(String left, String right) {
        int mismatch = 0;
        int common = Math.min(left.length(), right.length());
        while (mismatch < common && left.charAt(mismatch) == right.charAt(mismatch)) {
            mismatch++;
        }
        if (mismatch == common) {
            return Integer.compare(left.length(), right.length());
        }
        char a = left.charAt(mismatch);
        char b = right.charAt(mismatch);
        boolean surrogateA = Character.isSurrogate(a);
        boolean surrogateB = Character.isSurrogate(b);
        // Surrogates stand for code points above every other unit.
        return surrogateA == surrogateB
                ? Character.compare(a, b)
                : Boolean.compare(surrogateA, surrogateB);
    }

    private static int order(Value left, double leftNumber, Value right, double rightNumber) {
        Long leftInteger = Numbers.integer(left);
        Long rightInteger = Numbers.integer(right);
        if (leftInteger != null && rightInteger != null) {
            return Long.compare(leftInteger, rightInteger);
        }
        // NaN is unequal to and unordered with everything; callers only see "not equal".
        return leftNumber == rightNumber ? 0 : leftNumber < rightNumber ? -1 : 1;
    }

    private static boolean equal(List<Value> left, List<Value> right, Budget budget) {
        if (left.size() != right.size()) {
            return false;
        }
        budget.enter();
        boolean equal = true;
        for (int i = 0; equal && i < left.size(); i++) {
            equal = equal(left.get(i), right.get(i), budget);
        }
        budget.leave();
        return equal;
    }

    private static boolean equal(DictValue left, DictValue right, Budget budget) {
        if (left.size() != right.size()) {
            return false;
        }
        budget.enter();
        boolean equal = true;
        for (Value key : left.keys()) {
            Value mine = left.get(key);
            Value theirs = right.get(key);
            equal = equal && mine != null && theirs != null && equal(mine, theirs, budget);
        }
        budget.leave();
        return equal;
    }

    private static int order(List<Value> left, List<Value> right, String operator, Budget budget) {
        budget.enter();
        int order = 0;
        for (int i = 0; order == 0 && i < Math.min(left.size(), right.size()); i++) {
            if (!equal(left.get(i), right.get(i), budget)) {
                order = order(left.get(i), right.get(i), operator, budget);
            }
        }
        budget.leave();
        return order == 0 ? Integer.compare(left.size(), right.size()) : order;
    }
}
