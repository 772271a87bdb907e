package dev.mote.text.jinja.value;

/** Something a template can call. */
public non-sealed interface Callable extends Value {
    /** Calls it. */
    Value call(CallContext context, Arguments arguments);

    /** How it prints. */
    String printed();
}
