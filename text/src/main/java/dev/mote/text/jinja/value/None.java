package dev.mote.text.jinja.value;

/** Python's {@code None}. */
public enum None implements Value {
    /** The only one. */
    NONE;

    @Override
    public String typeName() {
        return "NoneType";
    }
}
