package dev.mote.text.jinja.value;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;

import java.util.ArrayList;
import java.util.List;

/** Walking through values. */
public final class Iteration {
    private Iteration() {}

    /**
     * What a loop over the value visits: a list that later changes of the value do not touch.
     *
     * @throws JinjaException if it cannot be walked through
     */
    public static List<Value> of(Value value, Budget budget) {
        List<Value> elements =
                switch (value) {
                    case ListValue list -> List.copyOf(list.elements());
                    case TupleValue tuple -> tuple.elements();
                    case DictValue dict -> dict.keys();
                    case DictView view -> view.elements();
                    case Generator generator -> generator.drain();
                    case Undefined _ -> List.of();
                    case RangeValue range -> numbers(range);
                    case Text text -> characters(text, budget);
                    default ->
                            throw JinjaException.type(
                                    "'" + value.typeName() + "' object is not iterable");
                };
        budget.steps(elements.size());
        return elements;
    }

    /** Whether {@link #of} works. */
    public static boolean isIterable(Value value) {
        return switch (value) {
            case ListValue _, TupleValue _, DictValue _, DictView _, Generator _ -> true;
            case Undefined _, RangeValue _, Text _ -> true;
            default -> false;
        };
    }

    /** Python's {@code len()}. */
    public static int length(Value value) {
        return switch (value) {
            case ListValue list -> list.elements().size();
            case TupleValue tuple -> tuple.elements().size();
            case DictValue dict -> dict.size();
            case DictView view -> view.dict().size();
            case RangeValue range -> range.size();
            case Text text -> text.length();
            case Undefined _ -> 0;
            default ->
                    throw JinjaException.type(
                            "object of type '" + value.typeName() + "' has no len()");
        };
    }

    private static List<Value> numbers(RangeValue range) {
        List<Value> numbers = new ArrayList<>(range.size());
        for (int i = 0; i < range.size(); i++) {
            numbers.add(range.get(i));
        }
        return numbers;
    }

    private static List<Value> characters(Text text, Budget budget) {
        budget.produce(text.size());
        budget.steps(text.size());
        List<Value> characters = new ArrayList<>(text.size());
        String chars = text.chars();
        int i = 0;
        while (i < chars.length()) {
            int next = i + Character.charCount(chars.codePointAt(i));
            characters.add(text.substring(i, next));
            i = next;
        }
        return characters;
    }
}
