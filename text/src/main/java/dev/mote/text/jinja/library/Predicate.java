package dev.mote.text.jinja.library;

import dev.mote.text.jinja.value.Arguments;
import dev.mote.text.jinja.value.CallContext;
import dev.mote.text.jinja.value.Value;

/** A test, as in {@code x is defined}. */
@FunctionalInterface
public interface Predicate {
    /** Whether it holds for what stands before {@code is}. */
    boolean holds(CallContext context, Value target, Arguments arguments);
}
