package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.HostObject;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.Namespace;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Numbers;
import dev.mote.text.jinja.value.RangeValue;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Attributes, elements and slices of values. */
public final class Members {
    private Members() {}

    /** {@code value.name}: an attribute or method, else the element of that key. */
    public static Value attribute(Value value, String name) {
        requireDefined(value);
        Value own = ownAttribute(value, name);
        if (own == null && value instanceof DictValue dict) {
            own = dict.get(name);
        }
        return own == null ? Undefined.attribute(value, name) : own;
    }

    /** {@code value | attr(name)}: an attribute or method only. */
    static Value attributeOnly(Value value, String name) {
        requireDefined(value);
        Value own = ownAttribute(value, name);
        return own == null ? Undefined.attribute(value, name) : own;
    }

    /** {@code value[key]}: the element of a key, else the attribute of that name. */
    public static Value item(Value value, Value key, Budget budget) {
        requireDefined(value);
        Value element = element(value, key, budget);
        if (element == null && key instanceof Text name) {
            element = ownAttribute(value, name.chars());
            return element == null ? Undefined.attribute(value, name.chars()) : element;
        }
        return element == null ? Undefined.element(value, key) : element;
    }

    private static void requireDefined(Value value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
    }

    private static @Nullable Value ownAttribute(Value value, String name) {
        return switch (value) {
            case Namespace namespace -> namespace.attributes().get(name);
            case HostObject object -> object.attribute(name);
            case TupleValue tuple when tuple.fieldNames().contains(name) ->
                    tuple.elements().get(tuple.fieldNames().indexOf(name));
            default -> Methods.exists(value, name) ? new BoundMethod(value, name) : null;
        };
    }

    private static @Nullable Value element(Value value, Value key, Budget budget) {
        if (value instanceof DictValue dict) {
            return isHashable(key) ? dict.get(key) : null;
        }
        Long index = Numbers.integer(key);
        if (index == null) {
            return null;
        }
        return switch (value) {
            case ListValue list -> at(list.elements(), index);
            case TupleValue tuple -> at(tuple.elements(), index);
            case RangeValue range -> {
                long i = index < 0 ? index + range.size() : index;
                yield i < 0 || i >= range.size() ? null : range.get((int) i);
            }
            case Text text -> {
                budget.scan(text.size());
                int length = text.length();
                long i = index < 0 ? index + length : index;
                if (i < 0 || i >= length) {
                    yield null;
                }
                int start = text.offset((int) i);
                yield text.substring(
                        start, start + Character.charCount(text.chars().codePointAt(start)));
            }
            default -> null;
        };
    }

    private static boolean isHashable(Value key) {
        return !(key instanceof ListValue) && !(key instanceof DictValue);
    }

    private static @Nullable Value at(List<Value> elements, long index) {
        long i = index < 0 ? index + elements.size() : index;
        return i < 0 || i >= elements.size() ? null : elements.get((int) i);
    }

    /** {@code value[start:stop:step]}; bounds may be {@code None}. */
    public static Value slice(Value value, Value start, Value stop, Value step, Budget budget) {
        requireDefined(value);
        return switch (value) {
            case ListValue list ->
                    new ListValue(
                            Slices.of(
                                    list.elements(),
                                    bounds(list.elements().size(), start, stop, step),
                                    budget));
            case TupleValue tuple ->
                    TupleValue.of(
                            Slices.of(
                                    tuple.elements(),
                                    bounds(tuple.elements().size(), start, stop, step),
                                    budget));
            case Text text -> Slices.of(text, bounds(text.length(), start, stop, step), budget);
            case RangeValue range -> Slices.of(range, bounds(range.size(), start, stop, step));
            default -> new Undefined("'" + value.typeName() + " object' cannot be sliced");
        };
    }

    private static Slices.Bounds bounds(int size, Value start, Value stop, Value step) {
        return Slices.Bounds.of(size, bound(start), bound(stop), bound(step));
    }

    private static @Nullable Long bound(Value bound) {
        if (bound instanceof None) {
            return null;
        }
        requireDefined(bound);
        Long index = Numbers.integer(bound);
        if (index == null) {
            throw JinjaException.type(
                    "slice indices must be integers or none, not " + bound.typeName());
        }
        return index;
    }
}
