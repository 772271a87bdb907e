package dev.mote.text.jinja.value;

/**
 * An integer of 64 bits; arithmetic that leaves the range is an error, never a wrong number.
 *
 * @param value the number
 */
public record Int(long value) implements Value {
    @Override
    public String typeName() {
        return "int";
    }
}
