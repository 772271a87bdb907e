package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.syntax.Expression.Operator;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Generator;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filters that take sequences apart and put them together. */
final class SequenceFilters {
    private SequenceFilters() {}

    static void addTo(Map<String, Filter> filters) {
        filters.put("first", SequenceFilters::first);
        filters.put("last", SequenceFilters::last);
        filters.put("length", SequenceFilters::length);
        filters.put("count", SequenceFilters::length);
        filters.put("list", SequenceFilters::list);
        filters.put("reverse", SequenceFilters::reverse);
        filters.put("join", SequenceFilters::join);
        filters.put("sum", SequenceFilters::sum);
        filters.put("batch", SequenceFilters::batch);
        filters.put("slice", SequenceFilters::slice);
        filters.put("items", SequenceFilters::items);
    }

    private static Value first(CallContext context, Value value, Arguments arguments) {
        arguments.bind("first");
        Undefined none = new Undefined("no first item, the sequence was empty");
        if (value instanceof Generator generator) {
            return generator.next(none);
        }
        List<Value> elements = Iteration.of(value, context.budget());
        return elements.isEmpty() ? none : elements.getFirst();
    }

    private static Value last(CallContext context, Value value, Arguments arguments) {
        arguments.bind("last");
        if (value instanceof Generator) {
            throw JinjaException.type("'generator' object is not reversible");
        }
        List<Value> elements = Iteration.of(value, context.budget());
        return elements.isEmpty()
                ? new Undefined("no last item, the sequence was empty")
                : elements.getLast();
    }

    private static Value length(CallContext context, Value value, Arguments arguments) {
        arguments.bind("length");
        context.budget().scan(value instanceof Text text ? text.size() : 0);
        return new Int(Iteration.length(value));
    }

    private static Value list(CallContext context, Value value, Arguments arguments) {
        arguments.bind("list");
        return new ListValue(Iteration.of(value, context.budget()));
    }

    private static Value reverse(CallContext context, Value value, Arguments arguments) {
        arguments.bind("reverse");
        if (value instanceof Text) {
            return Members.slice(value, None.NONE, None.NONE, new Int(-1), context.budget());
        }
        return new Generator(Iteration.of(value, context.budget()).reversed());
    }

    private static Value join(CallContext context, Value value, Arguments arguments) {
        Budget budget = context.budget();
        Bound bound = arguments.bind("join", "d", "attribute");
        Text separator = Repr.str(bound.value("d", Text.EMPTY), budget);
        Value attribute = bound.value("attribute", None.NONE);
        TextBuilder out = new TextBuilder(budget);
        boolean first = true;
        for (Value element : Iteration.of(value, budget)) {
            if (!first) {
                out.append(separator);
            }
            first = false;
            Value part =
                    attribute instanceof None
                            ? element
                            : AttributePath.of(attribute).get(element, budget);
            out.append(Repr.str(part, budget));
        }
        return out.build();
    }

    private static Value sum(CallContext context, Value value, Arguments arguments) {
        Budget budget = context.budget();
        Bound bound = arguments.bind("sum", "attribute", "start");
        Value attribute = bound.value("attribute", None.NONE);
        Value total = bound.value("start", new Int(0));
        for (Value element : Iteration.of(value, budget)) {
            Value part =
                    attribute instanceof None
                            ? element
                            : AttributePath.of(attribute).get(element, budget);
            total = Arithmetic.apply(Operator.ADD, total, part, budget);
        }
        return total;
    }

    private static Value batch(CallContext context, Value value, Arguments arguments) {
        Bound bound = arguments.bind("batch", "linecount", "fill_with");
        bound.require("linecount");
        long size = bound.integer("linecount", 1);
        if (size < 1) {
            throw JinjaException.value("batch: the number of elements must be at least 1");
        }
        Value fill = bound.value("fill_with", None.NONE);
        List<Value> elements = Iteration.of(value, context.budget());
        List<Value> batches = new ArrayList<>();
        for (int start = 0; start < elements.size(); ) {
            int end = (int) Math.min(elements.size(), start + size);
            List<Value> batch = new ArrayList<>(elements.subList(start, end));
            if (!(fill instanceof None)) {
                context.budget().steps(size - batch.size());
                while (batch.size() < size) {
                    batch.add(fill);
                }
            }
            batches.add(new ListValue(batch));
            start = end;
        }
        return new Generator(batches);
    }

    private static Value slice(CallContext context, Value value, Arguments arguments) {
        Bound bound = arguments.bind("slice", "slices", "fill_with");
        bound.require("slices");
        long slices = bound.integer("slices", 1);
        if (slices < 1) {
            throw JinjaException.value("slice: the number of slices must be at least 1");
        }
        context.budget().steps(slices);
        Value fill = bound.value("fill_with", None.NONE);
        List<Value> elements = Iteration.of(value, context.budget());
        int size = (int) (elements.size() / slices);
        long longer = elements.size() % slices;
        List<Value> result = new ArrayList<>();
        int start = 0;
        for (long i = 0; i < slices; i++) {
            int end = start + size + (i < longer ? 1 : 0);
            List<Value> slice = new ArrayList<>(elements.subList(start, end));
            if (!(fill instanceof None) && i >= longer) {
                slice.add(fill);
            }
            result.add(new ListValue(slice));
            start = end;
        }
        return new Generator(result);
    }

    private static Value items(CallContext context, Value value, Arguments arguments) {
        arguments.bind("items");
        if (value instanceof Undefined) {
            return new Generator(List.of());
        }
        if (!(value instanceof DictValue dict)) {
            throw JinjaException.type("can only get item pairs from a mapping");
        }
        return new Generator(Iteration.of(DictMethods.items(dict), context.budget()));
    }
}
