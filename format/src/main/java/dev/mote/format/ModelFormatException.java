package dev.mote.format;

/** A model file is malformed, hostile, truncated or of an unsupported kind. */
public final class ModelFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String source;

    /**
     * States what is wrong.
     *
     * @param source the file, as the user knows it
     * @param detail what was found, where, and what was expected
     */
    public ModelFormatException(String source, String detail) {
        super(source + ": " + detail);
        this.source = source;
    }

    /** The file. */
    public String source() {
        return source;
    }
}
