package dev.mote.text.jinja;

/** What sort of thing went wrong in a template. */
public enum ErrorKind {
    /** The source is not a template. */
    SYNTAX,
    /** An undefined value was used where a value is needed. */
    UNDEFINED,
    /** An operation was given a value of a type it does not take. */
    TYPE,
    /** An operation was given a value it cannot work with, such as a zero divisor. */
    VALUE,
    /** A limit on work, size, nesting or time was reached. */
    LIMIT,
    /** The template itself refused its input through {@code raise_exception}. */
    RAISED
}
