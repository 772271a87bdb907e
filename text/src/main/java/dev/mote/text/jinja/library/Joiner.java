package dev.mote.text.jinja.library;

import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Callable;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Value;

/** Gives its separator on every call but the first. */
final class Joiner implements Callable {
    private final Value separator;
    private boolean used;

    private Joiner(Value separator) {
        this.separator = separator;
    }

    static Value create(CallContext context, Arguments arguments) {
        return new Joiner(arguments.bind("joiner", "sep").value("sep", Text.of(", ")));
    }

    @Override
    public Value call(CallContext context, Arguments arguments) {
        arguments.bind("the joiner");
        Value result = used ? separator : Text.EMPTY;
        used = true;
        return result;
    }

    @Override
    public String printed() {
        return "<Joiner>";
    }

    @Override
    public String typeName() {
        return "Joiner";
    }
}
