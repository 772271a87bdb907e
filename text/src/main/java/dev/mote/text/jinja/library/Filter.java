package dev.mote.text.jinja.library;

import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Value;

/** A filter. */
@FunctionalInterface
public interface Filter {
    /** Applies it to what stands before the bar. */
    Value apply(CallContext context, Value target, Arguments arguments);
}
