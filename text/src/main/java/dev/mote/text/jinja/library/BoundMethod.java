package dev.mote.text.jinja.library;

import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Callable;
import dev.mote.text.jinja.value.Value;

/**
 * A method together with the value it was taken from.
 *
 * @param receiver the value
 * @param name the method
 */
record BoundMethod(Value receiver, String name) implements Callable {
    @Override
    public Value call(CallContext context, Arguments arguments) {
        return Methods.call(context, receiver, name, arguments);
    }

    @Override
    public String printed() {
        return "<built-in method " + name + " of " + receiver.typeName() + " object>";
    }

    @Override
    public String typeName() {
        return "builtin_function_or_method";
    }
}
