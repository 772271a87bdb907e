package dev.mote.text.jinja.runtime;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.library.HostMethod;
import dev.mote.text.jinja.syntax.Statement;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bool;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Callable;
import dev.mote.text.jinja.value.Compare;
import dev.mote.text.jinja.value.HostObject;
import dev.mote.text.jinja.value.Int;
import dev.mote.text.jinja.value.TextBuilder;
import dev.mote.text.jinja.value.TupleValue;
import dev.mote.text.jinja.value.Undefined;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The variable {@code loop}. */
final class LoopValue implements HostObject, Callable {
    private final Statement.For statement;
    private final List<Value> elements;
    private final int depth;
    private final Scope scope;
    private final Executor executor;
    private int index = -1;
    private @Nullable Value lastChecked;

    LoopValue(
            Statement.For statement,
            List<Value> elements,
            int depth,
            Scope scope,
            Executor executor) {
        this.statement = statement;
        this.elements = elements;
        this.depth = depth;
        this.scope = scope;
        this.executor = executor;
    }

    /** Goes on to the next element, if there is one. */
    boolean advance() {
        index++;
        return index < elements.size();
    }

    Value current() {
        return elements.get(index);
    }

    @Override
    public @Nullable Value attribute(String name) {
        int size = elements.size();
        return switch (name) {
            case "index" -> new Int(index + 1);
            case "index0" -> new Int(index);
            case "revindex" -> new Int(size - index);
            case "revindex0" -> new Int(size - index - 1);
            case "first" -> Bool.of(index == 0);
            case "last" -> Bool.of(index == size - 1);
            case "length" -> new Int(size);
            case "depth" -> new Int(depth + 1);
            case "depth0" -> new Int(depth);
            case "previtem" ->
                    index == 0
                            ? new Undefined("there is no previous item")
                            : elements.get(index - 1);
            case "nextitem" ->
                    index == size - 1
                            ? new Undefined("there is no next item")
                            : elements.get(index + 1);
            case "cycle" -> new HostMethod(name, (_, arguments) -> cycle(arguments));
            case "changed" -> new HostMethod(name, this::changed);
            default -> null;
        };
    }

    private Value cycle(Arguments arguments) {
        List<Value> values = arguments.positional();
        if (values.isEmpty()) {
            throw JinjaException.type("loop.cycle: no items for cycling given");
        }
        return values.get(index % values.size());
    }

    private Value changed(CallContext context, Arguments arguments) {
        Value now = TupleValue.of(arguments.positional());
        boolean same = lastChecked != null && Compare.equal(lastChecked, now, context.budget());
        lastChecked = now;
        return Bool.of(!same);
    }

    /** {@code loop(elements)}: the loop's body once more, for the children of an element. */
    @Override
    public Value call(CallContext context, Arguments arguments) {
        if (!statement.recursive()) {
            throw JinjaException.type("the loop must be marked 'recursive' to be called");
        }
        Value children = arguments.bind("loop", "iterable").require("iterable");
        TextBuilder out = new TextBuilder(context.budget());
        context.budget().enter();
        executor.loop(statement, children, scope, depth + 1, out);
        context.budget().leave();
        return out.build();
    }

    @Override
    public String printed() {
        return "<LoopContext " + (index + 1) + "/" + elements.size() + ">";
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }
}
