package dev.mote.text.jinja.library;

import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.HostObject;
import dev.mote.text.jinja.value.None;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Gives its values in turn, again and again. */
final class Cycler implements HostObject {
    private final List<Value> values;
    private int position;

    private Cycler(List<Value> values) {
        this.values = values;
    }

    static Value create(CallContext context, Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw JinjaException.type("cycler: at least one item has to be provided");
        }
        return new Cycler(arguments.positional());
    }

    @Override
    public @Nullable Value attribute(String name) {
        return switch (name) {
            case "current" -> values.get(position);
            case "next" -> new HostMethod("next", (_, _) -> next());
            case "reset" ->
                    new HostMethod(
                            "reset",
                            (_, _) -> {
                                position = 0;
                                return None.NONE;
                            });
            default -> null;
        };
    }

    private Value next() {
        Value value = values.get(position);
        position = (position + 1) % values.size();
        return value;
    }

    @Override
    public String printed() {
        return "<Cycler>";
    }

    @Override
    public String typeName() {
        return "Cycler";
    }
}
