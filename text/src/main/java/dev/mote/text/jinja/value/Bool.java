package dev.mote.text.jinja.value;

/** True or false; counts as 1 or 0 in arithmetic, as in Python. */
public enum Bool implements Value {
    /** False. */
    FALSE,
    /** True. */
    TRUE;

    /** The value of a Java boolean. */
    public static Bool of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public String typeName() {
        return "bool";
    }
}
