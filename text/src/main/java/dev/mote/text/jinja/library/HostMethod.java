package dev.mote.text.jinja.library;

import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Callable;
import dev.mote.text.jinja.value.Value;

import java.util.function.BiFunction;

/**
 * A method of an object the interpreter offers.
 *
 * @param name what it is called
 * @param body what it does
 */
public record HostMethod(String name, BiFunction<CallContext, Arguments, Value> body)
        implements Callable {
    @Override
    public Value call(CallContext context, Arguments arguments) {
        return body.apply(context, arguments);
    }

    @Override
    public String printed() {
        return "<bound method " + name + ">";
    }

    @Override
    public String typeName() {
        return "method";
    }
}
