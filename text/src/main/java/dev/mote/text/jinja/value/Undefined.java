package dev.mote.text.jinja.value;

import dev.mote.text.jinja.ErrorKind;
import dev.mote.text.jinja.JinjaException;

/**
 * The absence of a value: prints as nothing, is false and empty, and fails in every other use.
 *
 * @param reason why there is nothing, for the error of a use that fails
 */
public record Undefined(String reason) implements Value {
    /** A name that no scope knows. */
    public static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    /** An attribute or key that a value lacks. */
    public static Undefined attribute(Value owner, String name) {
        return new Undefined("'" + described(owner) + "' has no attribute '" + name + "'");
    }

    /** An element that a value lacks. */
    public static Undefined element(Value owner, Value key) {
        return new Undefined(described(owner) + " has no element " + Repr.plain(key));
    }

    /** The error of using this as if it were there. */
    public JinjaException failure() {
        return new JinjaException(ErrorKind.UNDEFINED, reason);
    }

    private static String described(Value owner) {
        return owner instanceof None ? "None" : owner.typeName() + " object";
    }

    @Override
    public String typeName() {
        return "Undefined";
    }
}
