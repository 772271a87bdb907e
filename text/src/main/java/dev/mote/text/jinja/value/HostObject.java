package dev.mote.text.jinja.value;

import org.jspecify.annotations.Nullable;

/** An object the interpreter offers to templates, such as {@code loop}. */
public non-sealed interface HostObject extends Value {
    /** An attribute, or null if it has no such attribute. */
    @Nullable Value attribute(String name);

    /** How it prints. */
    String printed();
}
