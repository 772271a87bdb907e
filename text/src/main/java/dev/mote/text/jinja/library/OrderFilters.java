package dev.mote.text.jinja.library;

import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Compare;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Generator;
import dev.mote.text.jinja.value.Iteration;
import dev.mote.text.jinja.value.ListValue;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filters that order, group and compare elements; case is ignored unless asked for. */
final class OrderFilters {
    private static final List<String> GROUP_FIELDS = List.of("grouper", "list");

    /** An element with what it is compared by. */
    private record Keyed(Value key, Value element) {}

    private OrderFilters() {}

    static void addTo(Map<String, Filter> filters) {
        filters.put("sort", OrderFilters::sort);
        filters.put("dictsort", OrderFilters::sortDict);
        filters.put("unique", OrderFilters::unique);
        filters.put("groupby", OrderFilters::group);
        filters.put("min", (c, v, a) -> extreme(c, v, a, "min"));
        filters.put("max", (c, v, a) -> extreme(c, v, a, "max"));
    }

    private static Value sort(CallContext context, Value value, Arguments arguments) {
        Bound bound = arguments.bind("sort", "reverse", "case_sensitive", "attribute");
        boolean caseSensitive = bound.flag("case_sensitive", false);
        List<AttributePath> paths = AttributePath.several(bound.value("attribute", None.NONE));
        List<Keyed> keyed = new ArrayList<>();
        for (Value element : Iteration.of(value, context.budget())) {
            keyed.add(new Keyed(key(element, paths, caseSensitive, context.budget()), element));
        }
        return new ListValue(sorted(keyed, bound.flag("reverse", false), context.budget()));
    }

    private static Value key(
            Value element, List<AttributePath> paths, boolean caseSensitive, Budget budget) {
        if (paths.size() == 1) {
            return Ordering.folded(paths.getFirst().get(element, budget), caseSensitive);
        }
        List<Value> keys = new ArrayList<>();
        for (AttributePath path : paths) {
            keys.add(Ordering.folded(path.get(element, budget), caseSensitive));
        }
        return TupleValue.of(keys);
    }

    private static List<Value> sorted(List<Keyed> keyed, boolean reverse, Budget budget) {
        keyed.sort((left, right) ->
                reverse
                        ? Compare.order(right.key(), left.key(), "<", budget)
                        : Compare.order(left.key(), right.key(), "<", budget));
        List<Value> sorted = new ArrayList<>(keyed.size());
        keyed.forEach(each -> sorted.add(each.element()));
        return sorted;
    }

    private static Value sortDict(CallContext context, Value value, Arguments arguments) {
        Bound bound = arguments.bind("dictsort", "case_sensitive", "by", "reverse");
        String by = bound.text("by", "key").chars();
        if (!by.equals("key") && !by.equals("value")) {
            throw JinjaException.value("dictsort sorts by 'key' or by 'value'");
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(value instanceof DictValue dict)) {
            throw JinjaException.type("dictsort needs a mapping, not " + value.typeName());
        }
        boolean caseSensitive = bound.flag("case_sensitive", false);
        List<Keyed> keyed = new ArrayList<>();
        dict.forEach((key, each) -> {
            context.budget().step();
            Value compared = by.equals("key") ? key : each;
            keyed.add(
                    new Keyed(Ordering.folded(compared, caseSensitive), TupleValue.of(key, each)));
        });
        return new ListValue(sorted(keyed, bound.flag("reverse", false), context.budget()));
    }

    private static Value unique(CallContext context, Value value, Arguments arguments) {
        Bound bound = arguments.bind("unique", "case_sensitive", "attribute");
        boolean caseSensitive = bound.flag("case_sensitive", false);
        AttributePath path = AttributePath.of(bound.value("attribute", None.NONE));
        DictValue seen = new DictValue();
        List<Value> unique = new ArrayList<>();
        for (Value element : Iteration.of(value, context.budget())) {
            Value key = Ordering.folded(path.get(element, context.budget()), caseSensitive);
            if (seen.get(key) == null) {
                seen.put(key, None.NONE);
                unique.add(element);
            }
        }
        return new Generator(unique);
    }

    private static Value group(CallContext context, Value value, Arguments arguments) {
        Budget budget = context.budget();
        Bound bound = arguments.bind("groupby", "attribute", "default", "case_sensitive");
        boolean caseSensitive = bound.flag("case_sensitive", false);
        AttributePath path =
                AttributePath.of(bound.require("attribute"), bound.value("default", None.NONE));
        List<Keyed> keyed = new ArrayList<>();
        for (Value element : Iteration.of(value, budget)) {
            keyed.add(
                    new Keyed(Ordering.folded(path.get(element, budget), caseSensitive), element));
        }
        keyed.sort((left, right) -> Compare.order(left.key(), right.key(), "<", budget));
        List<Value> groups = new ArrayList<>();
        int start = 0;
        while (start < keyed.size()) {
            List<Value> members = new ArrayList<>();
            int end = start;
            while (end < keyed.size()
                    && Compare.equal(keyed.get(start).key(), keyed.get(end).key(), budget)) {
                members.add(keyed.get(end).element());
                end++;
            }
            Value grouper =
                    caseSensitive ? keyed.get(start).key() : path.get(members.getFirst(), budget);
            groups.add(new TupleValue(List.of(grouper, new ListValue(members)), GROUP_FIELDS));
            start = end;
        }
        return new ListValue(groups);
    }

    private static Value extreme(
            CallContext context, Value value, Arguments arguments, String name) {
        Bound bound = arguments.bind(name, "case_sensitive", "attribute");
        boolean caseSensitive = bound.flag("case_sensitive", false);
        AttributePath path = AttributePath.of(bound.value("attribute", None.NONE));
        List<Value> elements = Iteration.of(value, context.budget());
        if (elements.isEmpty()) {
            return new Undefined("no aggregated item, the sequence was empty");
        }
        Value best = elements.getFirst();
        Value bestKey = Ordering.folded(path.get(best, context.budget()), caseSensitive);
        for (Value element : elements.subList(1, elements.size())) {
            Value key = Ordering.folded(path.get(element, context.budget()), caseSensitive);
            int order =
                    Compare.order(key, bestKey, name.equals("min") ? "<" : ">", context.budget());
            if (name.equals("min") ? order < 0 : order > 0) {
                best = element;
                bestKey = key;
            }
        }
        return best;
    }
}
