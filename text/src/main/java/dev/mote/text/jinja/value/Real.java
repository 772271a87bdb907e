package dev.mote.text.jinja.value;

/**
 * A floating-point number.
 *
 * @param value the number
 */
public record Real(double value) implements Value {
    @Override
    public String typeName() {
        return "float";
    }
}
