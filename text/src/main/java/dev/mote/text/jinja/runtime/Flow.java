package dev.mote.text.jinja.runtime;

/** How a statement ended. */
enum Flow {
    /** The next statement follows. */
    NEXT,
    /** The loop around it ends. */
    BREAK,
    /** The loop around it goes on with its next element. */
    CONTINUE
}
