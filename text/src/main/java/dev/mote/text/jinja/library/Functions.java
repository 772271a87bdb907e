package dev.mote.text.jinja.library;

import dev.mote.text.jinja.ErrorKind;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.Bound;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.DictValue;
import dev.mote.text.jinja.value.Namespace;
import dev.mote.text.jinja.value.RangeValue;
import dev.mote.text.jinja.value.Repr;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Value;

import java.util.Map;

/** The global functions: Jinja2's, and the two that Hugging Face gives chat templates. */
public final class Functions {
    /** The functions by name. */
    public static final Map<String, Value> ALL =
            Map.of(
                    "range", new HostMethod("range", Functions::range),
                    "dict", new HostMethod("dict", Functions::dict),
                    "namespace", new HostMethod("namespace", Functions::namespace),
                    "cycler", new HostMethod("cycler", Cycler::create),
                    "joiner", new HostMethod("joiner", Joiner::create),
                    "raise_exception", new HostMethod("raise_exception", Functions::raise),
                    "strftime_now", new HostMethod("strftime_now", Functions::now));

    private Functions() {}

    private static Value range(CallContext context, Arguments arguments) {
        Bound bound = arguments.bind("range", "start", "stop", "step");
        bound.require("start");
        long first = bound.integer("start", 0);
        return bound.has("stop")
                ? new RangeValue(first, bound.integer("stop", 0), bound.integer("step", 1))
                : new RangeValue(0, first, 1);
    }

    private static Value dict(CallContext context, Arguments arguments) {
        DictValue dict = new DictValue();
        DictMethods.update(context, dict, arguments);
        return dict;
    }

    private static Value namespace(CallContext context, Arguments arguments) {
        DictValue entries = new DictValue();
        DictMethods.update(context, entries, arguments);
        Namespace namespace = new Namespace();
        entries.forEach((key, value) ->
                namespace.attributes().put(Repr.str(key, context.budget()).chars(), value));
        return namespace;
    }

    private static Value raise(CallContext context, Arguments arguments) {
        Value message = arguments.bind("raise_exception", "message").require("message");
        throw new JinjaException(ErrorKind.RAISED, Repr.str(message, context.budget()).chars());
    }

    private static Value now(CallContext context, Arguments arguments) {
        Text format = arguments.bind("strftime_now", "format").text("format");
        return Text.of(Strftime.format(context.now(), format.chars()));
    }
}
