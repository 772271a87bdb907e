package dev.mote.engine.sampling;

/** An option has a value it cannot have. */
public final class InvalidOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String option;

    /**
     * States what is wrong.
     *
     * @param option name of the option, as in the API
     * @param found the value given
     * @param expected what it may be, in words
     */
    public InvalidOptionException(String option, Object found, String expected) {
        super("%s is %s; it must be %s".formatted(option, found, expected));
        this.option = option;
    }

    /** Name of the option. */
    public String option() {
        return option;
    }
}
